import { stringify } from "csv-stringify/sync";
import type { TextSpan, TimeSpan } from "../../contracts/analysis.ts";
import type { ExportedVideo } from "./exported-video.ts";

export const CSV_COLUMNS = [
  ...["video_id", "index", "file", "kind", "start_sec", "end_sec", "title", "text"],
] as const;

type Row = readonly (string | number | null)[];

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe in front: titles are a model's words, and file names
 * anybody's. Lines end as RFC 4180 has it.
 */
const OPTIONS = { escape_formulas: true, record_delimiter: "windows" } as const;

export const csvHead = (): string => stringify([CSV_COLUMNS], OPTIONS);

/**
 * A video as rows: one for the video itself (its title and summary), then one for each topic, hashtag, chapter, highlight,
 * text on screen, logo and spoken sentence, so that a spreadsheet can filter by `kind`. Times in seconds.
 */
export function csvRows(video: ExportedVideo): string {
  const { title, summary, durationSec } = video;
  const rows: Row[] = [
    ["video", 0, durationSec, title, summary],
    ...video.topics.map((topic) => ["topic", null, null, null, topic]),
    ...video.hashtags.map((hashtag) => ["hashtag", null, null, null, hashtag]),
    ...video.chapters.map(titled("chapter")),
    ...video.highlights.map(titled("highlight")),
    ...video.onScreenText.map(worded("on_screen_text")),
    ...video.logos.map(worded("logo")),
    ...video.speech.map(worded("speech")),
  ];
  const { videoId, index, file } = video;
  return stringify(
    rows.map((row) => [videoId, index, file, ...row]),
    OPTIONS,
  );
}

const titled =
  (kind: string) =>
  ({ startSec, endSec, title, summary }: TimeSpan): Row => [kind, startSec, endSec, title, summary];

const worded =
  (kind: string) =>
  ({ startSec, endSec, text }: TextSpan): Row => [kind, startSec, endSec, null, text];
