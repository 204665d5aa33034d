import * as z from "zod";
import type { IndexId, VideoId } from "../keys.ts";
import { UserMetadata } from "./user-metadata.ts";

const id = <T extends string>() => z.string().min(1) as unknown as z.ZodType<T, T>;

/** What the API puts on the fetch queue. The address may hold a secret: it is written into no log and no error. */
export const FetchRequest = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("video"),
    videoId: id<VideoId>(),
    indexId: id<IndexId>(),
    /** Where the file goes in the videos bucket. */
    key: z.string().min(1),
    url: z.string().min(1),
    /** Goes with the object, and so to the video. */
    metadata: UserMetadata,
    /** Fetch it although it is there: its last run failed, and uploading it again does what is missing. */
    again: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal("embed"),
    taskId: z.string().min(1),
    url: z.string().min(1),
  }),
]);
export type FetchRequest = z.infer<typeof FetchRequest>;
export type VideoFetch = Extract<FetchRequest, { kind: "video" }>;
