import * as z from "zod";
import type { IndexId } from "../keys.ts";
import { Scope } from "./api/caller.ts";
import { VideoItem } from "./items.ts";

/** The records of the catalog that the API lists and keeps. Times are ISO 8601 in UTC. */

const id = <T extends string>() => z.string().min(1) as unknown as z.ZodType<T, T>;

/** A model as a caller gave it when the index was made: kept and returned, and only its options mean something. */
export const IndexEngine = z.object({ name: z.string(), options: z.array(z.string()) });
export type IndexEngine = z.infer<typeof IndexEngine>;

/** A named group of videos. */
export const IndexItem = z.object({
  indexId: id<IndexId>(),
  /** First folder of the keys of its videos; it never changes. */
  folder: z.string(),
  name: z.string(),
  /** Absent for an index that began with an upload to its folder: then it has what the deployment has. */
  engines: z.array(IndexEngine).optional(),
  addons: z.array(z.string()).optional(),
  /** Present while its videos are being removed: it is shown no more. */
  deletedAt: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type IndexItem = z.infer<typeof IndexItem>;

/**
 * A video as the GSI `byIndex` holds it: all that lists, filters and joins need, without its long texts, so that walking
 * an index costs about half a kilobyte a video.
 */
export const VideoSummary = VideoItem.pick({
  videoId: true,
  indexId: true,
  key: true,
  sizeBytes: true,
  status: true,
  reason: true,
  latestRunId: true,
  currentRunId: true,
  indexedAt: true,
  stale: true,
  durationSec: true,
  width: true,
  height: true,
  fps: true,
  title: true,
  metadata: true,
  models: true,
  segmentCounts: true,
  createdAt: true,
  updatedAt: true,
});
export type VideoSummary = z.infer<typeof VideoSummary>;

/** The attributes that the GSI carries beside its keys. */
export const VIDEO_SUMMARY_ATTRIBUTES = VideoSummary.keyof().options;

/** An API key: everything but the key itself. */
export const ApiKeyItem = z.object({
  /** sha256 of the key, hexadecimal. */
  keyHash: z.string(),
  name: z.string(),
  scopes: z.array(Scope).min(1),
  /** The only indexes that it opens; absent when there is no restriction. */
  indexIds: z.array(id<IndexId>()).optional(),
  createdAt: z.string(),
  /** ISO 8601: a text, so that DynamoDB's TTL, which takes numbers only, leaves the record for the list of keys. */
  expiresAt: z.string().optional(),
  revokedAt: z.string().optional(),
});
export type ApiKeyItem = z.infer<typeof ApiKeyItem>;
