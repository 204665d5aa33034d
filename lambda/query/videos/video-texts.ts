import * as z from "zod";
import { spanAnswer } from "../../contracts/api/video.ts";
import type { VideoItem } from "../../contracts/items.ts";

const seconds = z
  .string()
  .regex(/^\d{1,7}(\.\d{1,9})?$/, { error: "it is not a number of seconds" })
  .transform(Number);

/** The query string of /transcription, /text-in-video and /logo: only what touches the span, seconds. */
export const TextsQuery = z.strictObject({
  start: seconds.optional(),
  end: seconds.optional(),
  /** SDK 0.2.5 asks /transcription for thumbnails with it; there are none. */
  time: seconds.optional(),
});

/** What was said, read or shown in a video, within the span that was asked for. */
export function videoTexts(
  video: VideoItem,
  field: "speech" | "onScreenText" | "logos",
  { start = 0, end = Number.POSITIVE_INFINITY }: z.infer<typeof TextsQuery>,
) {
  const spans = (video[field] ?? []).filter(({ startSec, endSec }) => startSec <= end && endSec >= start);
  return { id: video.videoId, index_id: video.indexId, data: spans.map(spanAnswer) };
}
