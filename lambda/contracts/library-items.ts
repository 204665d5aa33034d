import * as z from "zod";
import type { IndexId, RunId, VideoId } from "../keys.ts";
import { Scope } from "./api/caller.ts";
import { Reason } from "./reason.ts";
import { RunStatus, SegmentCounts } from "./workflow.ts";

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

/** What a person says about a video: short values under short names. */
export const UserMetadata = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type UserMetadata = z.infer<typeof UserMetadata>;

/**
 * A video as the GSI `byIndex` holds it: all that lists, filters and joins need, without its long texts, so that walking
 * an index costs about half a kilobyte a video.
 */
export const VideoSummary = z.object({
  videoId: id<VideoId>(),
  indexId: id<IndexId>(),
  key: z.string(),
  sizeBytes: z.number(),
  status: RunStatus,
  reason: Reason.nullable(),
  latestRunId: id<RunId>(),
  /** Present when results can be searched and shown. */
  currentRunId: id<RunId>().optional(),
  indexedAt: z.string().optional(),
  stale: z.boolean().optional(),
  durationSec: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  fps: z.number().optional(),
  title: z.string().optional(),
  metadata: UserMetadata.optional(),
  models: z.record(z.string(), z.string()).optional(),
  segmentCounts: SegmentCounts.optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
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
