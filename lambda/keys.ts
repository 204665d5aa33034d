import { createHash } from "node:crypto";

/**
 * The only place that builds ids, S3 keys, table keys and vector keys. A user's object key is data: it is stored as it
 * came and never renamed, moved or decoded.
 */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** First 24 hex digits of sha256(bucket, NUL, key): one uploaded file under management. */
export type VideoId = Branded<"VideoId">;
/** First 24 hex digits of sha256("index", NUL, folder): a named group of videos. */
export type IndexId = Branded<"IndexId">;
/** 32 hex digits: one processing of one object version, and the name of its execution. */
export type RunId = Branded<"RunId">;
/** 32 hex digits: one version of one object. What is paid for is kept under it. */
export type VersionHash = Branded<"VersionHash">;

/** One version of one object in S3. */
export interface ObjectVersion {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
}

/** Lower-case hex of sha256 over the parts, joined by NUL, which no part can contain in UTF-8 text. */
export function hashOf(...parts: readonly string[]): string {
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}

export const videoIdOf = (bucket: string, key: string) => hashOf(bucket, key).slice(0, 24) as VideoId;
export const indexIdOf = (folder: string) => hashOf("index", folder).slice(0, 24) as IndexId;

export function versionHashOf({ bucket, key, versionId }: ObjectVersion): VersionHash {
  return hashOf(bucket, key, versionId).slice(0, 32) as VersionHash;
}

/** `profile` (models, prompts, options) and `generation` are part of it: other models or a redrive are a new run. */
export function runIdOf(version: ObjectVersion, profile: string, generation: number): RunId {
  const { bucket, key, versionId } = version;
  return hashOf(bucket, key, versionId, profile, String(generation)).slice(0, 32) as RunId;
}

// Videos bucket

/** Everything below it is taken for a video; the first folder names the index. */
export const VIDEOS_PREFIX = "videos/";
const DEFAULT_FOLDER = "default";

/** `videos/holiday/beach.mp4` belongs to `holiday`, `videos/beach.mp4` to `default`. */
export function folderOf(key: string): string {
  const path = key.slice(VIDEOS_PREFIX.length);
  const slash = path.indexOf("/");
  return slash > 0 ? path.slice(0, slash) : DEFAULT_FOLDER;
}

/** The key under which the command line puts a file: `path` is relative to what the person named. */
export const uploadKey = (folder: string, path: string) => `${VIDEOS_PREFIX}${folder}/${path}`;

// Work bucket: nothing in it starts a run, and everything in it expires

/** The model's answers, as they came. */
export const ANSWERS_PREFIX = "answers/";
/** The outputs of asynchronous invocations. */
export const EMBEDDINGS_PREFIX = "embeddings/";
/** The stitched analysis of a run. */
export const ANALYSES_PREFIX = "analyses/";
/** The file that Bedrock writes last: it alone means that an invocation is done. */
export const OUTPUT_FILE = "output.json";

/** `request` is the hash of all that shapes the answer: prompt, schema, parameters, part; `generation` asked for it. */
export function answerKey(
  version: VersionHash,
  modelKey: string,
  request: string,
  generation: number,
): string {
  return `${ANSWERS_PREFIX}${version}/${modelKey}/${request}-${generation}.json`;
}

/** Where the outputs of one embedding request go; Bedrock adds `/<invocation id>/output.json`. */
export function embeddingsPrefix(version: VersionHash, modelKey: string, request: string): string {
  return `${EMBEDDINGS_PREFIX}${version}/${modelKey}/${request}`;
}

/** Remembers the invocation that a generation started for a request, so that no later run pays for it again. */
export const invocationRecordKey = (prefix: string, generation: number) =>
  `${prefix}/invocation-${generation}.json`;
export const analysisKey = (runId: RunId) => `${ANALYSES_PREFIX}${runId}.json`;
export const s3Uri = (bucket: string, key: string) => `s3://${bucket}/${key}`;

/** Last part of an invocation's ARN: 12 characters that also name its output folder. */
export const invocationIdOf = (invocationArn: string) =>
  invocationArn.slice(invocationArn.lastIndexOf("/") + 1);

/** The invocation that wrote an output file, or undefined when the key is none. */
export function invocationIdOfOutput(key: string): string | undefined {
  const parts = key.split("/");
  return key.startsWith(EMBEDDINGS_PREFIX) && parts.at(-1) === OUTPUT_FILE ? parts.at(-2) : undefined;
}

/** Media and outputs of embedding tasks. */
export const EMBED_TASKS_PREFIX = "embed-tasks/";
/** What was fetched for a task that names an address. */
export const embedTaskMediaKey = (taskId: string) => `${EMBED_TASKS_PREFIX}${taskId}/media`;
/** Where the output goes; Bedrock adds `/<invocation id>/output.json`. */
export const embedTaskOutputPrefix = (taskId: string) => `${EMBED_TASKS_PREFIX}${taskId}/output`;

// Catalog

export interface TableKey {
  readonly pk: string;
  readonly sk: string;
}

/** Videos of an index, newest last. */
export const BY_INDEX = "byIndex";
/** Runs that are not terminal, and failed ones. */
export const BY_STATUS = "byStatus";

export const videoKey = (videoId: VideoId): TableKey => ({ pk: `VIDEO#${videoId}`, sk: "VIDEO" });
/** All runs of a video. */
export const RUNS_PREFIX = "RUN#";
export const runKey = (videoId: VideoId, runId: RunId): TableKey => ({
  pk: `VIDEO#${videoId}`,
  sk: `${RUNS_PREFIX}${runId}`,
});
export const indexKey = (indexId: IndexId): TableKey => ({ pk: `INDEX#${indexId}`, sk: "INDEX" });
export const objectKey = (bucket: string, key: string): TableKey => ({
  pk: `OBJECT#${bucket}/${key}`,
  sk: "OBJECT",
});
export const invocationKey = (invocationId: string): TableKey => ({
  pk: `INVOCATION#${invocationId}`,
  sk: "INVOCATION",
});

/** What tells one segment of a run from the others. */
export interface SegmentAddress {
  readonly option: string;
  readonly scope: string;
  readonly startSec: number;
}

/** All segments of a run, in order of option, scope and time. */
export const segmentPrefix = (runId: RunId) => `SEGMENT#${runId}#`;

/** Those of one option and scope, in order of time. */
export function segmentsPrefix(runId: RunId, option: string, scope: string): string {
  return `${segmentPrefix(runId)}${option}#${scope}#`;
}

export function segmentKey(videoId: VideoId, runId: RunId, segment: SegmentAddress): TableKey {
  return { pk: `VIDEO#${videoId}`, sk: `${segmentPrefix(runId)}${segmentTail(segment)}` };
}

export const byIndexKeys = (indexId: IndexId, createdAt: string, videoId: VideoId) => ({
  gsi1pk: `INDEX#${indexId}`,
  gsi1sk: `${createdAt}#${videoId}`,
});
/** Lists all indexes, oldest first, in the GSI that also lists their videos. */
export const INDEX_LIST = "INDEXES";
export const indexListKeys = (createdAt: string, indexId: IndexId) => ({
  gsi1pk: INDEX_LIST,
  gsi1sk: `${createdAt}#${indexId}`,
});
/** Lists all API keys, oldest first. */
export const API_KEY_LIST = "APIKEYS";
export const apiKeyListKeys = (createdAt: string, keyHash: string) => ({
  gsi1pk: API_KEY_LIST,
  gsi1sk: `${createdAt}#${keyHash}`,
});
export const byStatusKeys = (status: string, updatedAt: string, videoId: VideoId) => ({
  gsi2pk: `STATUS#${status}`,
  gsi2sk: `${updatedAt}#${videoId}`,
});

// API

/** What a caller shows is never stored: only its hash is. */
export const apiKeyHash = (secret: string) => hashOf(secret);
export const apiKeyKey = (keyHash: string): TableKey => ({ pk: `APIKEY#${keyHash}`, sk: "APIKEY" });
/** An upload that was asked for by the API and whose object is not there yet. */
export const taskKey = (videoId: VideoId): TableKey => ({ pk: `VIDEO#${videoId}`, sk: "TASK" });
/** An answer that was asked for on demand; `hash` is that of all that shapes it, the version of the object included. */
export const questionKey = (videoId: VideoId, kind: string, hash: string): TableKey => ({
  pk: `VIDEO#${videoId}`,
  sk: `ANALYSIS#${kind}#${hash}`,
});
/** The ranked clips of a search, kept while its pages can be asked for. */
export const savedSearchKey = (searchId: string, part = 0): TableKey => ({
  pk: `SEARCH#${searchId}`,
  sk: part === 0 ? "SEARCH" : `SEARCH#${part}`,
});
/** The vector of a text that was searched for, kept so that the same text is not paid for twice. */
export const queryEmbeddingKey = (modelKey: string, text: string): TableKey => ({
  pk: `EMBEDDING#${modelKey}`,
  sk: hashOf(text),
});
export const embedTaskKey = (taskId: string): TableKey => ({ pk: `EMBEDTASK#${taskId}`, sk: "EMBEDTASK" });
/** Lists all embedding tasks, oldest first. */
export const EMBED_TASK_LIST = "EMBEDTASKS";
export const embedTaskListKeys = (createdAt: string, taskId: string) => ({
  gsi1pk: EMBED_TASK_LIST,
  gsi1sk: `${createdAt}#${taskId}`,
});

// Words: what was read, shown or said in a video, by the word

/** Everything of an index in which this word occurs for a search option. */
export const wordPartition = (indexId: IndexId, option: string, word: string) =>
  `WORD#${indexId}#${option}#${word}`;

export function wordKey(
  indexId: IndexId,
  option: string,
  word: string,
  videoId: VideoId,
  runId: RunId,
  startSec: number,
): TableKey {
  return { pk: wordPartition(indexId, option, word), sk: `${videoId}#${runId}#${milliseconds(startSec)}` };
}

// S3 Vectors

/** Deterministic, so that writing again overwrites and deleting needs no listing. */
export function vectorKey(videoId: VideoId, runId: RunId, segment: SegmentAddress): string {
  return `${videoId}#${runId}#${segmentTail(segment)}`;
}

/** The name carries the model and the dimension: vectors of different spaces never meet. */
export function vectorIndexName(modelShortName: string, option: string, dimension: number): string {
  return `${modelShortName}-${option}-${dimension}`;
}

/** 9 digits of milliseconds hold 277 hours, so that text order is time order. */
const START_DIGITS = 9;

const milliseconds = (startSec: number) => String(Math.round(startSec * 1000)).padStart(START_DIGITS, "0");

function segmentTail({ option, scope, startSec }: SegmentAddress): string {
  return `${option}#${scope}#${milliseconds(startSec)}`;
}
