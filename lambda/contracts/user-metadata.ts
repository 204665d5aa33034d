import * as z from "zod";

/** What a person says about a video: short values under short names. */
export const UserMetadata = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type UserMetadata = z.infer<typeof UserMetadata>;
