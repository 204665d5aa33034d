import * as z from "zod";
import type { TextSpan } from "../analysis.ts";
import type { VideoItem } from "../items.ts";
import type { VideoSummary } from "../library-items.ts";
import type { UserMetadata } from "../user-metadata.ts";
import { StorableNumber, StorableText } from "./storable.ts";

/** Names and values that a person gives a video; null takes a name away. */
const Metadata = z.record(StorableText, z.union([StorableText, StorableNumber, z.boolean(), z.null()]));
const Title = StorableText.max(500).nullable().optional();

/** The name under which v1.2 keeps a title that a person gave. */
export const VIDEO_TITLE = "video_title";

/** The body of PUT /indexes/{id}/videos/{id}: `video_title` and `metadata` in v1.2, `user_metadata` in v1.3. */
export const UpdateVideoBody = z
  .strictObject({
    video_title: Title,
    title: Title,
    metadata: Metadata.optional(),
    user_metadata: Metadata.optional(),
  })
  .transform(({ video_title, title = video_title, metadata, user_metadata }) => ({
    ...metadata,
    ...user_metadata,
    ...(title === undefined ? {} : { [VIDEO_TITLE]: title }),
  }));

/** What the API shows of every video, of a list's row and of a whole one. */
export type ShownVideo = Pick<
  VideoSummary,
  | "videoId"
  | "key"
  | "sizeBytes"
  | "status"
  | "reason"
  | "durationSec"
  | "width"
  | "height"
  | "fps"
  | "title"
  | "metadata"
  | "createdAt"
  | "updatedAt"
>;

/** What is known beside the record itself. */
export interface VideoContext {
  readonly fileName: string;
  readonly indexedAt: string | undefined;
  readonly engines: readonly string[];
}

/**
 * A row of a list, in the words of both versions: `metadata` holds what is measured and what a person said, as in v1.2;
 * `system_metadata` and `user_metadata` hold them apart, as in v1.3. There are no HLS streams: `hls` is null.
 */
export function videoRow(video: ShownVideo, { fileName, indexedAt, engines }: VideoContext) {
  const { videoId, createdAt, updatedAt, metadata = {} } = video;
  const { [VIDEO_TITLE]: title, ...said } = metadata;
  const measured = {
    duration: video.durationSec ?? 0,
    filename: fileName,
    fps: video.fps ?? 0,
    height: video.height ?? 0,
    width: video.width ?? 0,
    size: video.sizeBytes,
    ...(title === undefined ? {} : { video_title: title }),
  };
  return {
    _id: videoId,
    created_at: createdAt,
    updated_at: updatedAt,
    indexed_at: indexedAt ?? null,
    metadata: { ...said, engine_ids: engines, ...measured },
    system_metadata: { ...measured, model_names: engines },
    user_metadata: said satisfies UserMetadata,
    hls: null,
    // What the platform has no place for.
    reelbase: {
      status: video.status,
      reason: video.reason,
      ...(video.title === undefined ? {} : { title: video.title }),
    },
  };
}

/**
 * One whole video. `reelbase` holds what the platform does not have in this place: the status, the reason of what is
 * missing, and the stored results.
 */
export function videoAnswer(video: VideoItem, context: VideoContext) {
  const { title, topics, hashtags, summary, chapters, highlights, onScreenText, logos, speech } = video;
  return {
    ...videoRow(video, context),
    source: { type: "s3", name: context.fileName },
    reelbase: {
      status: video.status,
      reason: video.reason,
      stale: video.stale ?? false,
      key: video.key,
      results: { title, topics, hashtags, summary, chapters, highlights, onScreenText, logos, speech },
    },
  };
}

/** A text in a video: what is said, read on screen or shown as a brand. Times in seconds. */
export const spanAnswer = ({ startSec, endSec, text }: TextSpan) => ({
  start: startSec,
  end: endSec,
  value: text,
});

/** What a stored segment is in the v1.3 shape; `scope` in the platform's word for a whole video. */
export const segmentAnswer = (segment: {
  readonly option: string;
  readonly scope: string;
  readonly startSec: number;
  readonly endSec: number;
  readonly numbers: readonly number[];
}) => ({
  start_offset_sec: segment.startSec,
  end_offset_sec: segment.endSec,
  embedding_option: segment.option,
  embedding_scope: segment.scope === "asset" ? "video" : segment.scope,
  float: segment.numbers,
});
