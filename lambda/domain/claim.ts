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
  /** A first or newer version: make a run, and end the one that it overtakes. */
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
  | { readonly kind: "late"; readonly run: RunItem };

/** First count of the processings of a version. */
const FIRST_GENERATION = 1;

/**
 * Decides what an upload means for the catalog. The sequencer alone orders the events of a key: they arrive more than
 * once and in any order.
 */
export function decideClaim(upload: Upload, known: Known, terms: ClaimTerms): Decision {
  const { object, run } = known;
  if (object !== undefined && run !== undefined) {
    if (upload.sequencer === object.sequencer) return { kind: "duplicate", run };
    if (upload.sequencer < object.sequencer)
      return { kind: "late", run: newRun(upload, terms, "SUPERSEDED") };
    if (isSameContent(upload, object) && servesAgain(run, terms.profile)) {
      return {
        kind: "unchanged",
        object: { ...object, sequencer: upload.sequencer, versionId: upload.versionId },
      };
    }
  }
  const started = newRun(upload, terms, "QUEUED");
  return {
    kind: "new",
    object: newObject(upload, started),
    video: newVideo(upload, started, known.video, terms.at),
    run: started,
    ...(run !== undefined && isOpen(run.status) ? { superseded: run } : {}),
  };
}

/** Equal ETag and size mean equal bytes: the ETag is an MD5 of the content, or of its upload parts' MD5s. */
function isSameContent(upload: Upload, object: ObjectItem): boolean {
  return !object.deleted && upload.etag === object.etag && upload.sizeBytes === object.sizeBytes;
}

/** Whether a second run could only repeat the first: same models and options, and it did not fail. */
function servesAgain(run: RunItem, profile: string): boolean {
  return run.profile === profile && run.status !== "FAILED" && run.status !== "DELETED";
}

function newRun(
  upload: Upload,
  { profile, invokeBudget, at }: ClaimTerms,
  status: RunItem["status"],
): RunItem {
  return {
    runId: runIdOf(upload, profile, FIRST_GENERATION),
    videoId: videoIdOf(upload.bucket, upload.key),
    indexId: indexIdOf(folderOf(upload.key)),
    versionId: upload.versionId,
    profile,
    generation: FIRST_GENERATION,
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

/** Older results stay readable, marked as stale, until the new run ends. */
function newVideo(upload: Upload, run: RunItem, before: VideoItem | undefined, at: string): VideoItem {
  const kept = before?.currentRunId === undefined ? {} : { ...before, stale: true };
  const { bucket, key, versionId, etag, sizeBytes, sequencer } = upload;
  return {
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
