import type { ExportedVideo } from "./exported-video.ts";

/** A cue that ends when it begins is thrown away by players: the shortest one, seconds. */
const SHORTEST_SEC = 0.001;

/**
 * The chapters of a video as WebVTT (`<track kind="chapters">`): one cue for each, in order of time, whose text is the
 * chapter's title. The texts are a model's: what has a meaning in cues (`&`, `<`, `>`, line ends and so `-->`) is escaped or
 * becomes a space.
 */
export function webVtt({
  title,
  file,
  chapters,
}: Pick<ExportedVideo, "title" | "file" | "chapters">): string {
  const inOrder = [...chapters].sort((one, other) => one.startSec - other.startSec);
  const cues = inOrder.map(({ startSec, endSec, title: text }, at) => {
    const end = Math.max(endSec, startSec + SHORTEST_SEC);
    return `${at + 1}\n${timestamp(startSec)} --> ${timestamp(end)}\n${cueText(text)}\n`;
  });
  return [`WEBVTT - ${oneLine(title ?? file).replaceAll("-->", "->")}\n`, ...cues].join("\n");
}

/** `01:02:03.450`; hours may have more digits. */
function timestamp(seconds: number): string {
  const ms = Math.max(0, Math.round(seconds * 1000));
  const padded = (value: number, digits = 2) => String(Math.floor(value)).padStart(digits, "0");
  return `${padded(ms / 3_600_000)}:${padded((ms / 60_000) % 60)}:${padded((ms / 1000) % 60)}.${padded(ms % 1000, 3)}`;
}

/** A cue without text ends the file's block: it gets a dash. */
function cueText(text: string): string {
  const escaped = oneLine(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return escaped === "" ? "-" : escaped;
}

const oneLine = (text: string) => text.replace(/[\s\p{Cc}]+/gu, " ").trim();
