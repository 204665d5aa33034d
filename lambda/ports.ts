import type {
  AnalysisRecord,
  InvocationItem,
  MediaRecord,
  ObjectItem,
  RunItem,
  VideoItem,
} from "./contracts/items.ts";
import type { Reason, Step } from "./contracts/reason.ts";
import type { UserMetadata } from "./contracts/user-metadata.ts";
import type { RunEnded, RunInput, RunStatus, SegmentCounts } from "./contracts/workflow.ts";
import type { IndexedWord } from "./domain/analysis-words.ts";
import type { EmbeddedSegment } from "./domain/embedding.ts";
import type { RunId, VideoId } from "./keys.ts";

/**
 * What the steps need from the world. Each method is one effect, so that a crash can fall between any two of them.
 */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

export interface Random {
  /** From 0 to below 1. */
  next(): number;
}

/** What a claim is decided on. */
export interface ClaimState {
  readonly object: ObjectItem | undefined;
  readonly video: VideoItem | undefined;
  /** The newest run of the video. */
  readonly run: RunItem | undefined;
}

/** The writes of a claim, made together or not at all. An unchanged file needs the guard of its key alone. */
export interface Claim {
  readonly before: ClaimState;
  readonly object: ObjectItem;
  readonly video?: VideoItem;
  readonly run?: RunItem;
  /** An open run that the new one overtakes. */
  readonly superseded?: RunItem;
}

/** The writes that close a run. */
export interface Closing {
  readonly run: RunInput;
  readonly status: RunStatus;
  readonly reason: Reason | null;
  readonly steps: RunItem["steps"];
  readonly media: MediaRecord;
  /** Present when the analysis was obtained. */
  readonly analysis?: AnalysisRecord;
  /** Present when embeddings were obtained. */
  readonly segmentCounts?: SegmentCounts;
  readonly models: Readonly<Record<string, string>>;
  readonly at: string;
}

/** The right to do a piece of work alone; it renews itself until it is released. */
export interface Lease {
  release(): Promise<void>;
}

export interface Catalog {
  claimState(bucket: string, key: string): Promise<ClaimState>;
  /** False when another event changed one of the records in between. */
  claim(claim: Claim): Promise<boolean>;
  /** Keeps the run of an event that came after that of a newer version. */
  recordLate(run: RunItem): Promise<void>;
  /** Makes the index of a folder when it is not there. */
  ensureIndex(folder: string, at: string): Promise<void>;
  run(videoId: VideoId, runId: RunId): Promise<RunItem | undefined>;
  executionStarted(run: RunInput, executionArn: string): Promise<void>;
  /** Marks a step as begun, and the run as PROCESSING when it was QUEUED. False when the run is over. */
  stepStarted(run: RunInput, step: Step, at: string): Promise<boolean>;
  mediaProbed(run: RunInput, media: MediaRecord, at: string): Promise<void>;
  /** Puts what was given with the upload on the video, once for each version; other names on it stay. */
  metadataFound(run: RunInput, metadata: UserMetadata, at: string): Promise<void>;
  /** Undefined while another worker does this work of the run. A worker that died holds it for 20 s at most. */
  takeLease(run: RunInput, work: string): Promise<Lease | undefined>;
  /** Takes one call from the run's budget before it is made. False when there is none left. */
  spendInvocation(run: RunInput): Promise<boolean>;
  /** Gives it back: the call was refused before any work. */
  returnInvocation(run: RunInput): Promise<void>;
  invocationStarted(run: RunInput): Promise<void>;
  putInvocation(item: InvocationItem): Promise<void>;
  invocation(invocationId: string): Promise<InvocationItem | undefined>;
  /** Removes the row only while it still holds this token. */
  deleteInvocation(invocationId: string, taskToken: string): Promise<void>;
  putSegments(run: RunInput, modelId: string, segments: readonly EmbeddedSegment[]): Promise<void>;
  /** No two with the same option, word and begin. */
  putWords(run: RunInput, words: readonly IndexedWord[]): Promise<void>;
  /** One transaction. Returns how the run ended, which is how it had ended when it was closed before. */
  close(closing: Closing): Promise<RunEnded>;
}

export interface SegmentIndex {
  /** At most `VECTORS_PER_PUT` segments of one option. */
  put(run: RunInput, option: string, segments: readonly EmbeddedSegment[]): Promise<void>;
}

export interface ObjectStore {
  /** Undefined when it is not there. */
  getText(key: string): Promise<string | undefined>;
  getStream(key: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  exists(key: string): Promise<boolean>;
  /** False when the key exists already; the first write stands. */
  putOnce(key: string, text: string): Promise<boolean>;
  put(key: string, text: string): Promise<void>;
}

/** Bytes of one version of an uploaded object. */
export interface VideoBytes {
  readonly sizeBytes: number;
  /** Bytes from `start` to before `end`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

export interface VideoObject extends VideoBytes {
  /** What was given with the upload (`x-amz-meta-*`), as S3 tells it: names in lower case, without the prefix. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface VideoObjects {
  /** Undefined when this version is gone. */
  open(run: RunInput): Promise<VideoObject | undefined>;
}

export interface AnalysisService {
  /** One billed call. Throws TemporaryError or PermanentError; `Throttled` when nothing was done. */
  invoke(body: unknown): Promise<unknown>;
}

/** The service was too busy and did nothing: no call was paid. */
export class Throttled extends Error {
  override readonly name = "Throttled";
}

export type AsyncStatus =
  | { readonly status: "InProgress" }
  | { readonly status: "Completed"; readonly outputUri: string; readonly endedAtMs: number }
  | { readonly status: "Failed"; readonly message: string };

export interface EmbeddingService {
  /** Returns the invocation's ARN. The same token and input give the same invocation. */
  start(input: Readonly<Record<string, unknown>>, outputUri: string, token: string): Promise<string>;
  status(invocationArn: string): Promise<AsyncStatus>;
}

export interface Tokens {
  /** False when the token is no longer waited for. */
  alive(taskToken: string): Promise<boolean>;
  /** False when the token is no longer waited for. */
  succeed(taskToken: string, output: unknown): Promise<boolean>;
  fail(taskToken: string, error: string, cause: string): Promise<boolean>;
}

export interface Executions {
  /** The ARN; the same run again gives the same execution, also when it has ended. */
  start(input: RunInput): Promise<string>;
  /** Best effort. */
  stop(runId: RunId, cause: string): Promise<void>;
}

/** A queue that hands messages back. */
export interface Lane {
  /** The message shows again after `seconds` (at most 43 200). */
  handBack(receiptHandle: string, seconds: number): Promise<void>;
}

/** Ids, counts and codes for the operator; never a prompt, a model's text, a key or a token. */
export interface Log {
  /** A log that adds these fields to every line. */
  with(fields: LogFields): Log;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;
