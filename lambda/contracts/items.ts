import * as z from "zod";
import type { IndexId, RunId, VideoId } from "../keys.ts";
import { TextSpan, TimeSpan } from "./analysis.ts";
import { Reason, Step } from "./reason.ts";
import { UserMetadata } from "./user-metadata.ts";
import { RunStatus, SegmentCounts } from "./workflow.ts";

/**
 * The records of the catalog as the handlers read them. Unknown attributes are dropped, so that a record written by a
 * newer release still parses. Times are ISO 8601 in UTC.
 */

const id = <T extends string>() => z.string().min(1) as unknown as z.ZodType<T, T>;

/** What the probe measured in the file. */
export const MediaRecord = z.object({
  durationSec: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  /** Pictures a second, on average over the first ones, to two decimals. */
  fps: z.number().optional(),
  videoCodec: z.string().optional(),
  audioCodec: z.string().optional(),
});
export type MediaRecord = z.infer<typeof MediaRecord>;

/** What Pegasus said of the video. */
export const AnalysisRecord = z.object({
  title: z.string().optional(),
  topics: z.array(z.string()).optional(),
  hashtags: z.array(z.string()).optional(),
  summary: z.string().optional(),
  chapters: z.array(TimeSpan).optional(),
  highlights: z.array(TimeSpan).optional(),
  onScreenText: z.array(TextSpan).optional(),
  logos: z.array(TextSpan).optional(),
  speech: z.array(TextSpan).optional(),
});
export type AnalysisRecord = z.infer<typeof AnalysisRecord>;

export const VideoItem = z.object({
  videoId: id<VideoId>(),
  indexId: id<IndexId>(),
  bucket: z.string(),
  key: z.string(),
  versionId: z.string(),
  etag: z.string(),
  sizeBytes: z.number(),
  sequencer: z.string(),
  status: RunStatus,
  reason: Reason.nullable(),
  /** The newest run, finished or not. */
  latestRunId: id<RunId>(),
  /** The run whose results stand here; absent until one is finished. */
  currentRunId: id<RunId>().optional(),
  /** When these results came to stand here. */
  indexedAt: z.string().optional(),
  /** True while the results describe an older version than the one that is processed. */
  stale: z.boolean().optional(),
  ...MediaRecord.shape,
  ...AnalysisRecord.shape,
  /** What was given with the upload, and what was said by the API since. No run takes it away. */
  metadata: UserMetadata.optional(),
  /** The version whose upload gave metadata last: each gives it once, so that what is said later stands. */
  metadataVersionId: z.string().optional(),
  models: z.record(z.string(), z.string()).optional(),
  segmentCounts: SegmentCounts.optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type VideoItem = z.infer<typeof VideoItem>;

/** One word of what was read, shown or said in a video; the item of the words index. */
export const WordItem = z.object({
  indexId: id<IndexId>(),
  videoId: id<VideoId>(),
  /** The results that it belongs to: it counts only while they are the video's current ones. */
  runId: id<RunId>(),
  /** The search option that it answers. */
  option: z.string(),
  /** The word in the form that `wordsOf` gives it. */
  token: z.string(),
  /** Place of its first occurrence among the words of the text, from 0. */
  position: z.number().optional(),
  /** All that was read, shown or said in the span. */
  text: z.string(),
  startSec: z.number(),
  endSec: z.number(),
});
export type WordItem = z.infer<typeof WordItem>;

export const StepRecord = z.object({
  status: z.enum(["PROCESSING", "DONE", "MISSING", "FAILED"]),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  reason: Reason.nullable().optional(),
});
export type StepRecord = z.infer<typeof StepRecord>;

export const RunItem = z.object({
  runId: id<RunId>(),
  videoId: id<VideoId>(),
  indexId: id<IndexId>(),
  versionId: z.string(),
  profile: z.string(),
  generation: z.number(),
  status: RunStatus,
  reason: Reason.nullable(),
  executionArn: z.string().optional(),
  steps: z.partialRecord(Step, StepRecord),
  media: MediaRecord.optional(),
  /** Pegasus calls that this run may still pay for. */
  invokeBudget: z.number(),
  /** Billed calls that this run made. */
  calls: z.object({ invokeModel: z.number(), startAsyncInvoke: z.number() }),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type RunItem = z.infer<typeof RunItem>;

/** The guard of one object key against duplicate and late events. */
export const ObjectItem = z.object({
  /** Highest sequencer seen, padded to one width. */
  sequencer: z.string(),
  versionId: z.string(),
  etag: z.string(),
  sizeBytes: z.number(),
  deleted: z.boolean(),
  currentRunId: id<RunId>(),
});
export type ObjectItem = z.infer<typeof ObjectItem>;

/** An asynchronous invocation that a run waits for. */
export const InvocationItem = z.object({
  invocationId: z.string(),
  invocationArn: z.string(),
  runId: id<RunId>(),
  videoId: id<VideoId>(),
  taskToken: z.string(),
  outputPrefix: z.string(),
  part: z.unknown(),
  /** Seconds since 1970, for tidiness only: nothing correct depends on it. */
  expiresAt: z.number(),
});
export type InvocationItem = z.infer<typeof InvocationItem>;
