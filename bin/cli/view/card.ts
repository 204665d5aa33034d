import { clockTime, shown } from "../../local/card.ts";
import type { VideoResults } from "../video-results.ts";
import { labelled } from "./rows.ts";
import { sizeText } from "./text.ts";

interface Span {
  readonly startSec: number;
  readonly endSec: number;
}

/** Everything that a person may want to see of a video, as a block of text. */
export function videoCard({ answer, exported: video }: VideoResults, columns: number | undefined): string {
  const row = (label: string, text: string) => labelled(label, text, columns);
  const spans = <T extends Span>(label: string, list: readonly T[], textOf: (span: T) => string) =>
    list.flatMap((span, at) =>
      row(at === 0 ? label : "", `${clockTime(span.startSec)}–${clockTime(span.endSec)}  ${textOf(span)}`),
    );
  const { width, height, fps, size } = answer.system_metadata;
  const measures = [
    ...(video.durationSec === null ? [] : [clockTime(video.durationSec)]),
    ...(width > 0 ? [`${width}×${height}`] : []),
    ...(fps > 0 ? [`${fps} fps`] : []),
    sizeText(size),
  ];
  const { reason } = answer.reelbase ?? {};
  return [
    `${video.status}  ${shown(`${video.index}/${video.file}`)}  (${measures.join(", ")})`,
    ...row("id", video.videoId),
    ...row("reason", reason ? `${reason.code}: ${reason.message} ${reason.hint}` : ""),
    ...row("title", video.title ?? ""),
    ...row("topics", video.topics.join(", ")),
    ...row("hashtags", video.hashtags.map((tag) => `#${tag}`).join(" ")),
    ...row("summary", video.summary ?? ""),
    ...spans("chapters", video.chapters, ({ title }) => title),
    ...spans("highlights", video.highlights, ({ title }) => title),
    ...spans("on screen", video.onScreenText, ({ text }) => text),
    ...spans("logos", video.logos, ({ text }) => text),
    ...spans("speech", video.speech, ({ text }) => text),
    ...row(
      "metadata",
      Object.entries(video.metadata)
        .map(([name, value]) => `${name} ${value}`)
        .join(", "),
    ),
  ].join("\n");
}
