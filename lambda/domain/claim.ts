import type { ObjectItem, RunItem, VideoItem } from "../contracts/items.ts";
import { folderOf, indexIdOf, runIdOf, videoIdOf } from "../keys.ts";
import { isOpen } from "./run.ts";
import type { Upload } from "./upload.ts";

/** What the catalog knows of the upload's key. */
export interface Known {
  readonly object: ObjectItem | undefined;
  readonly video: VideoItem | undefined;
  readonly run: RunItem | undefined;
}

/** What a claim needs beside the event. */
export interface ClaimTerms {
  readonly profile: string;
  readonly invokeBudget: number;
  /** ISO time. */
  readonly at: string;
}

export type Decision =
  /** A first or newer version, or a failed one once more: make a run, and end the one that it overtakes. */
  | {
      readonly kind: "new";
      readonly object: ObjectItem;
      readonly video: VideoItem;
      readonly run: RunItem;
      readonly superseded?: RunItem;
    }
  /** The same bytes again: the run that stands is theirs too. */
  | { readonly kind: "unchanged"; readonly object: ObjectItem }
  /** The same event again: its run is started once more, which changes nothing when it was. */
  | { readonly kind: "duplicate"; readonly run: RunItem }
  /** An event that comes after that of a newer version. */
  | { readonly kind: "late"; readonly run: RunItem }
  /** An event of what was removed since: nothing brings it back. */
  | { readonly kind: "removed" };

/** First count of the processings of a version. */
const FIRST_GENERATION = 1;

/**
 * Decides what an upload means for the catalog. The sequencer alone orders the events of a key: they arrive more than
 * once and in any order.
 */
export function decideClaim(upload: Upload, known: Known, terms: ClaimTerms): Decision {
  const { object, run } = known;
  if (object?.deleted === true && upload.sequencer <= object.sequencer) return { kind: "removed" };
  if (object !== undefined && run !== undefined) {
    const isSame = isSameContent(upload, object);
    if (upload.sequencer === object.sequencer) return { kind: "duplicate", run };
    if (upload.sequencer < object.sequencer) {
      // Of two uploads of the same bytes the older one may be seen last: it is answered all the same.
      if (isSame) return { kind: "duplicate", run };
      return { kind: "late", run: newRun(upload, terms, FIRST_GENERATION, "SUPERSEDED") };
    }
    if (isSame && run.profile === terms.profile && run.status !== "DELETED") {
      const { sequencer, versionId } = upload;
      if (!isWorthAnother(run)) return { kind: "unchanged", object: { ...object, sequencer, versionId } };
      // The same version once more: what its earlier generations paid for is taken over.
      return begin(upload, { ...upload, versionId: run.versionId }, run.generation + 1, known, terms);
    }
  }
  return begin(upload, upload, FIRST_GENERATION, known, terms);
}

/** Equal ETag and size mean equal bytes: the ETag is an MD5 of the content, or of its upload parts' MD5s. */
function isSameContent(upload: Upload, object: ObjectItem): boolean {
  return !object.deleted && upload.etag === object.etag && upload.sizeBytes === object.sizeBytes;
}

/** Whether a second run of the same bytes could bring more than the first. */
function isWorthAnother({ status, reason }: RunItem): boolean {
  return status === "FAILED" || (status === "PARTIAL" && reason?.retryable === true);
}

/** @param version what the run is of: the upload itself, or the same bytes uploaded earlier */
function begin(
  upload: Upload,
  version: Upload,
  generation: number,
  { video, run: before }: Known,
  terms: ClaimTerms,
): Decision {
  const run = newRun(version, terms, generation, "QUEUED");
  const overtakes = before !== undefined && (isOpen(before.status) || isEarlier(before, run));
  return {
    kind: "new",
    object: newObject(upload, run),
    video: newVideo(version, run, video, terms.at),
    run,
    ...(overtakes ? { superseded: before } : {}),
  };
}

/** A failed generation of the same version, which an operator need not look at any more. */
const isEarlier = (before: RunItem, run: RunItem) =>
  before.status === "FAILED" && before.versionId === run.versionId && before.generation < run.generation;

function newRun(
  version: Upload,
  { profile, invokeBudget, at }: ClaimTerms,
  generation: number,
  status: RunItem["status"],
): RunItem {
  return {
    runId: runIdOf(version, profile, generation),
    videoId: videoIdOf(version.bucket, version.key),
    indexId: indexIdOf(folderOf(version.key)),
    versionId: version.versionId,
    profile,
    generation,
    status,
    reason: null,
    steps: {},
    invokeBudget,
    calls: { invokeModel: 0, startAsyncInvoke: 0 },
    createdAt: at,
    updatedAt: at,
  };
}

function newObject({ sequencer, versionId, etag, sizeBytes }: Upload, { runId }: RunItem): ObjectItem {
  return { sequencer, versionId, etag, sizeBytes, deleted: false, currentRunId: runId };
}

/** What people said of the video is no result: it stays whatever became of the runs. */
function saidOf(before: VideoItem | undefined): Pick<VideoItem, "metadata" | "metadataVersionId"> {
  const { metadata, metadataVersionId } = before ?? {};
  return {
    ...(metadata === undefined ? {} : { metadata }),
    ...(metadataVersionId === undefined ? {} : { metadataVersionId }),
  };
}

/** Older results stay readable until the new run ends; those of another version are marked as stale. */
function newVideo(version: Upload, run: RunItem, before: VideoItem | undefined, at: string): VideoItem {
  const { bucket, key, versionId, etag, sizeBytes, sequencer } = version;
  const isStale = before?.stale === true || before?.versionId !== versionId;
  const kept = before?.currentRunId === undefined ? {} : { ...before, ...(isStale ? { stale: true } : {}) };
  return {
    ...saidOf(before),
    ...kept,
    ...{ bucket, key, versionId, etag, sizeBytes, sequencer },
    videoId: run.videoId,
    indexId: run.indexId,
    status: "QUEUED",
    reason: null,
    latestRunId: run.runId,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
  };
}
