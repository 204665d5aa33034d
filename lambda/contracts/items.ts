import * as z from "zod";
import type { IndexId, RunId, VideoId } from "../keys.ts";
import { TimeSpan } from "./analysis.ts";
import { Reason, Step } from "./reason.ts";
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
  /** True while the results describe an older version than the one that is processed. */
  stale: z.boolean().optional(),
  ...MediaRecord.shape,
  ...AnalysisRecord.shape,
  models: z.record(z.string(), z.string()).optional(),
  segmentCounts: SegmentCounts.optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type VideoItem = z.infer<typeof VideoItem>;

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
