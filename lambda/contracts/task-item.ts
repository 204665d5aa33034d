import * as z from "zod";
import type { IndexId, VideoId } from "../keys.ts";
import { Reason } from "./reason.ts";

const id = <T extends string>() => z.string().min(1) as unknown as z.ZodType<T, T>;

/** UPLOADING until the object is there and the Video item takes over; FAILED when it cannot come. */
export const TaskItemStatus = z.enum(["UPLOADING", "FAILED"]);

/** An upload that was asked for by the API and whose object is not there yet. Times are ISO 8601 in UTC. */
export const TaskItem = z.object({
  videoId: id<VideoId>(),
  indexId: id<IndexId>(),
  key: z.string(),
  status: TaskItemStatus,
  /** Why it cannot come. */
  reason: Reason.nullable(),
  /** How often fetching was begun. */
  attempts: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Seconds since 1970, for tidiness only. */
  expiresAt: z.number(),
});
export type TaskItem = z.infer<typeof TaskItem>;

/** A link to upload to is good for a day at most; what nobody finished by then is forgotten a day later. */
export const TASK_LIFE_SEC = 2 * 24 * 3600;
