import * as z from "zod";
import type { IndexId, RunId, VideoId } from "../keys.ts";

const id = <T extends string>() => z.string().min(1) as unknown as z.ZodType<T, T>;

/**
 * What is on the removal queue. Everything named here was marked as deleted before, so that no reader sees it; removing it
 * again does nothing.
 */
export const RemovalRequest = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("video"),
    videoId: id<VideoId>(),
    bucket: z.string().min(1),
    key: z.string().min(1),
    /** ISO 8601: what was uploaded later is another video under the same key. */
    markedAt: z.string(),
  }),
  z.strictObject({
    kind: z.literal("run"),
    videoId: id<VideoId>(),
    /** It was under way when its video was removed: a step that was at work then may have written since. */
    runId: id<RunId>(),
  }),
  z.strictObject({
    kind: z.literal("index"),
    indexId: id<IndexId>(),
    markedAt: z.string(),
    /** Walks over the index that were made, from 0. */
    turn: z.int().nonnegative(),
    /** The index is gone: only a video that was uploaded meanwhile is looked for. */
    last: z.boolean(),
  }),
]);
export type RemovalRequest = z.infer<typeof RemovalRequest>;
export type VideoRemoval = Extract<RemovalRequest, { kind: "video" }>;
export type RunRemoval = Extract<RemovalRequest, { kind: "run" }>;
export type IndexRemoval = Extract<RemovalRequest, { kind: "index" }>;
