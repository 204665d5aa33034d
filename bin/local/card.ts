import type { VideoDocument } from "./document.ts";

/** Text of a file or a model may hold control characters that move the cursor or change colours: they are shown, not obeyed. */
export function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** `1:02:03`, or `2:03` below an hour. */
export function clockTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const padded = (value: number) => String(value).padStart(2, "0");
  return h > 0 ? `${h}:${padded(m)}:${padded(s)}` : `${m}:${padded(s)}`;
}

const LABEL_WIDTH = 12;
const TEXT_WIDTH = 96;

/** What a person wants to see of a video first, as a block of text. */
export function videoCard(video: VideoDocument): string {
  const { segmentCounts, bedrockCalls, metadata } = video;
  const lines = [
    `${video.status}  ${shown(video.file)}${measures(video)}`,
    ...row(
      "reason",
      video.reason === null ? "" : `${video.reason.code}: ${video.reason.message} ${video.reason.hint}`,
    ),
    ...row("title", video.title ?? ""),
    ...row("topics", video.topics.join(", ")),
    ...row("hashtags", video.hashtags.map((tag) => `#${tag}`).join(" ")),
    ...row("summary", video.summary ?? ""),
    ...spanRows("chapters", video.chapters),
    ...spanRows("highlights", video.highlights),
    ...spanRows("on screen", video.onScreenText),
    ...spanRows("logos", video.logos),
    ...spanRows("speech", video.speech),
    ...row(
      "metadata",
      Object.entries(metadata)
        .map(([name, value]) => `${name} ${value}`)
        .join(", "),
    ),
    ...row(
      "segments",
      Object.entries(segmentCounts)
        .map(([option, count]) => `${option} ${count}`)
        .join(", "),
    ),
    ...row("calls", `${bedrockCalls.invokeModel} Pegasus, ${bedrockCalls.startAsyncInvoke} Marengo`),
    ...row("table key", `VIDEO#${video.videoId}`),
    ...row("time", `${video.seconds.toFixed(1)} s`),
  ];
  return lines.join("\n");
}

/** `  (1:05, 29.97 fps)`, as far as it is known. */
function measures({ durationSec, fps }: VideoDocument): string {
  const known = [
    ...(durationSec === null ? [] : [clockTime(durationSec)]),
    ...(fps === null ? [] : [`${fps} fps`]),
  ];
  return known.length === 0 ? "" : `  (${known.join(", ")})`;
}

type Span = VideoDocument["chapters"][number] | VideoDocument["speech"][number];

/** A line for each span; the label stands at the first. */
function spanRows(label: string, spans: readonly Span[]): string[] {
  return spans.flatMap((span, at) => row(at === 0 ? label : "", spanText(span)));
}

const spanText = (span: Span) =>
  `${clockTime(span.startSec)}–${clockTime(span.endSec)}  ${"title" in span ? span.title : span.text}`;

/** A labelled line, broken between words; nothing for an empty text. */
function row(label: string, text: string): string[] {
  if (text === "") return [];
  const lines: string[] = [""];
  for (const word of shown(text).split(" ")) {
    const last = lines.at(-1) ?? "";
    if (last !== "" && last.length + word.length + 1 > TEXT_WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.map((line, at) => `  ${(at === 0 ? label : "").padEnd(LABEL_WIDTH)}${line}`);
}
