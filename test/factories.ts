import type { ObjectItem, RunItem, VideoItem } from "../lambda/contracts/items.ts";
import type { LaneMessage } from "../lambda/contracts/lane.ts";
import type { Settings } from "../lambda/contracts/settings.ts";
import type { RunInput } from "../lambda/contracts/workflow.ts";
import type { Upload } from "../lambda/domain/upload.ts";
import { folderOf, indexIdOf, runIdOf, videoIdOf } from "../lambda/keys.ts";

/** Small complete records; a test names only what it is about. */

export const PROFILE = "0123456789abcdef";
export const AT = "2026-11-21T10:00:00.000Z";
const BUCKET = "videos-bucket";
const KEY = "videos/holiday/beach.mp4";

export const anUpload = (change: Partial<Upload> = {}): Upload => ({
  bucket: BUCKET,
  key: KEY,
  versionId: "v1",
  etag: "9e107d9d372bb6826bd81d3542a419d6",
  sizeBytes: 1000,
  sequencer: "0065F0C1A200000001".padEnd(32, "0"),
  ...change,
});

export function aRun(change: Partial<RunItem> = {}): RunItem {
  return {
    runId: runIdOf({ bucket: BUCKET, key: KEY, versionId: change.versionId ?? "v1" }, PROFILE, 1),
    videoId: videoIdOf(BUCKET, KEY),
    indexId: indexIdOf(folderOf(KEY)),
    versionId: "v1",
    profile: PROFILE,
    generation: 1,
    status: "QUEUED",
    reason: null,
    steps: {},
    invokeBudget: 6,
    calls: { invokeModel: 0, startAsyncInvoke: 0 },
    createdAt: AT,
    updatedAt: AT,
    ...change,
  };
}

export function anObject(change: Partial<ObjectItem> = {}): ObjectItem {
  const { sequencer, versionId, etag, sizeBytes } = anUpload();
  return { sequencer, versionId, etag, sizeBytes, deleted: false, currentRunId: aRun().runId, ...change };
}

export function aVideo(change: Partial<VideoItem> = {}): VideoItem {
  const { runId, videoId, indexId } = aRun();
  const { bucket, key, versionId, etag, sizeBytes, sequencer } = anUpload();
  return {
    ...{ videoId, indexId, bucket, key, versionId, etag, sizeBytes, sequencer },
    status: "QUEUED",
    reason: null,
    latestRunId: runId,
    createdAt: AT,
    updatedAt: AT,
    ...change,
  };
}

export function aRunInput(change: Partial<RunInput> = {}): RunInput {
  const { runId, videoId, indexId, versionId, profile, generation } = aRun();
  return {
    ...{ runId, videoId, indexId, versionId, profile, generation },
    bucket: BUCKET,
    key: KEY,
    etag: anUpload().etag,
    sizeBytes: 1000,
    ...change,
  };
}

export const aLaneMessage = (change: Partial<LaneMessage> = {}): LaneMessage => ({
  taskToken: "token-1",
  run: aRunInput(),
  part: { index: 0, bucket: BUCKET, key: KEY, offsetSec: 0, durationSec: 40, hasAudio: true },
  ...change,
});

export const someSettings = (change: Partial<Settings> = {}): Settings => ({
  pegasus: "pegasus-1.2",
  marengo: "marengo-3.0",
  embeddingOptions: ["visual", "audio", "transcription"],
  embeddingScopes: ["clip", "asset"],
  temperature: 0.2,
  maxOutputTokens: 4096,
  extraPrompt: "",
  invokeBudget: 6,
  ...change,
});
