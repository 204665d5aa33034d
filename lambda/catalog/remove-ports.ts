import * as z from "zod";
import { AnalysisRecord, RunItem, type VideoItem } from "../contracts/items.ts";
import type { IndexItem, VideoSummary } from "../contracts/library-items.ts";
import type { RemovableVersions } from "../domain/removal.ts";
import type { IndexId, RunId, SegmentAddress, TableKey, VideoId } from "../keys.ts";
import type { Clock, Executions, Log } from "../ports.ts";
import type { LibraryChanges, RemovalRequests } from "../query/ports.ts";

/** A run with the results that it brought. */
export const StoredRun = z.object({ ...RunItem.shape, results: AnalysisRecord.optional() });
export type StoredRun = z.infer<typeof StoredRun>;

/** A stored segment, without its embedding. */
export interface SegmentRef extends SegmentAddress {
  readonly modelId: string;
  readonly key: TableKey;
}

/** The records of the catalog as they are, marked or not; all reads of single ones are consistent. */
export interface RemovalCatalog {
  video(videoId: VideoId): Promise<VideoItem | undefined>;
  runs(videoId: VideoId): Promise<readonly StoredRun[]>;
  /** When the newest version of the video was claimed, ISO 8601. */
  claimedAt(video: VideoItem): Promise<string>;
  /** In pages of at most 500. */
  segments(videoId: VideoId, runId: RunId): AsyncIterable<readonly SegmentRef[]>;
  /** Answers that were asked for on demand, in pages. @param kept the version whose answers stay */
  questions(videoId: VideoId, kept: string | undefined): AsyncIterable<readonly TableKey[]>;
  deleteItems(keys: readonly TableKey[]): Promise<void>;
  /** Only while it is marked. */
  deleteVideo(videoId: VideoId): Promise<boolean>;
  index(indexId: IndexId): Promise<IndexItem | undefined>;
  videosOf(indexId: IndexId): AsyncIterable<VideoSummary>;
  /** Forgets uploads to an index that are no videos yet. */
  deleteUploads(indexId: IndexId): Promise<void>;
  /** Only while it carries this mark. */
  deleteIndex(indexId: IndexId, markedAt: string): Promise<boolean>;
  /** Makes the index of a folder anew, in place of one with this mark, or of none. */
  renewIndex(folder: string, markedAt: string, at: string): Promise<boolean>;
}

/** The versions of uploaded objects. */
export interface UploadedVersions {
  remove(bucket: string, key: string, removable: RemovableVersions): Promise<void>;
}

/** The work bucket. */
export interface WorkFiles {
  /** All below the prefix, or the one file. */
  remove(prefix: string): Promise<void>;
}

export interface Vectors {
  /** @param segments at most 500 of one run */
  remove(videoId: VideoId, runId: RunId, segments: readonly SegmentRef[]): Promise<void>;
}

export interface RemovePorts {
  readonly catalog: RemovalCatalog;
  readonly changes: Pick<LibraryChanges, "markVideo">;
  readonly versions: UploadedVersions;
  readonly work: WorkFiles;
  readonly vectors: Vectors;
  readonly executions: Pick<Executions, "stop">;
  readonly removals: RemovalRequests;
  readonly clock: Clock;
  readonly log: Log;
}
