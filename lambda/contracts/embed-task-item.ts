import * as z from "zod";
import type { IndexId, RunId, VideoId } from "../keys.ts";

const id = <T extends string>() => z.string().min(1) as unknown as z.ZodType<T, T>;

/** How the media are cut into clips. */
export const TaskSegmentation = z.discriminatedUnion("method", [
  z.object({ method: z.literal("dynamic"), minDurationSec: z.number() }),
  z.object({ method: z.literal("fixed"), durationSec: z.number() }),
]);
export type TaskSegmentation = z.infer<typeof TaskSegmentation>;

/** Where the media of a task are. What was sent with the request itself is kept nowhere. */
export const TaskSource = z.discriminatedUnion("type", [
  /** A video of the library whose stored segments are the answer: no call is made. */
  z.object({ type: z.literal("stored"), videoId: id<VideoId>(), runId: id<RunId>(), indexId: id<IndexId>() }),
  z.object({ type: z.literal("s3"), bucket: z.string(), key: z.string(), indexId: id<IndexId>() }),
  /** To be fetched first. Only the host is kept: an address may hold a secret. */
  z.object({ type: z.literal("url"), host: z.string() }),
  z.object({ type: z.literal("inline") }),
]);
export type TaskSource = z.infer<typeof TaskSource>;

/** A task that embeds a video or a sound. Times are ISO 8601 in UTC. */
export const EmbedTaskItem = z.object({
  taskId: z.string(),
  kind: z.enum(["video", "audio"]),
  source: TaskSource,
  options: z.array(z.string()),
  scopes: z.array(z.string()),
  startSec: z.number(),
  endSec: z.number().optional(),
  segmentation: TaskSegmentation.optional(),
  modelId: z.string(),
  /** Paid invocations, from 1. */
  attempt: z.int(),
  invocationArn: z.string().optional(),
  /** Of the finished output, in the work bucket. */
  outputKey: z.string().optional(),
  /** Why there is no result, in one sentence for the caller. */
  failure: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type EmbedTaskItem = z.infer<typeof EmbedTaskItem>;
