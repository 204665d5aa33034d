import type { Caller } from "../contracts/api/caller.ts";
import type { EmbedTaskItem } from "../contracts/embed-task-item.ts";
import type { FetchRequest } from "../contracts/fetch-request.ts";
import type { RunItem, VideoItem } from "../contracts/items.ts";
import type { ApiKeyItem, IndexItem, VideoSummary } from "../contracts/library-items.ts";
import type { MediaSource } from "../contracts/media-source.ts";
import type { PegasusChunk } from "../contracts/pegasus.ts";
import type { QuestionAnswer, QuestionItem, QuestionKind } from "../contracts/question-item.ts";
import type { RemovalRequest } from "../contracts/removal-request.ts";
import type { TaskItem } from "../contracts/task-item.ts";
import type { UserMetadata } from "../contracts/user-metadata.ts";
import type { IndexId, RunId, VersionHash, VideoId } from "../keys.ts";
import type { Lease } from "../ports.ts";

/** What the API needs from the world, by what it asks for. Groups of routes take the ports that they use. */

/** Reading the catalog. Nothing here returns more than one page of anything at once. */
export interface Library {
  /** Undefined also while the index is being removed. */
  index(indexId: IndexId): Promise<IndexItem | undefined>;
  /** Oldest first, those that are being removed left out. */
  indexes(): AsyncIterable<IndexItem>;
  /** Every video of an index by its creation, whatever its status. */
  videos(indexId: IndexId, order: "oldest" | "newest"): AsyncIterable<VideoSummary>;
  video(videoId: VideoId): Promise<VideoItem | undefined>;
  /** Those that exist, at most 100 asked for in one request of the table. */
  summaries(videoIds: readonly VideoId[]): Promise<ReadonlyMap<VideoId, VideoSummary>>;
}

/** What happened to videos. */
export interface Runs {
  /** Every run of a video, in no order. */
  ofVideo(videoId: VideoId): AsyncIterable<RunItem>;
}

/** The clip segments of one video and one embedding option, in order of time. */
export interface ClipSegments {
  readonly spans: readonly { readonly startSec: number; readonly endSec: number }[];
  /** Float32 little-endian, one unit vector after the other, in the order of `spans`. */
  readonly embeddings: Uint8Array;
}

/** The stored truth about segments. */
export interface Segments {
  clips(videoId: VideoId, runId: RunId, option: string): Promise<ClipSegments>;
}

/** Turns what is searched for into a vector of the videos' space. */
export interface QueryEmbedder {
  /** Unit length. The same text costs one model call, however often it is asked. @throws ApiError `token_limit_exceeded` */
  text(text: string): Promise<Float32Array>;
  /** Unit length. One model call. @throws ApiError `parameter_invalid` for what is no image */
  image(image: MediaSource): Promise<Float32Array>;
}

/** Ids that nobody can guess. */
export interface Ids {
  /** A UUID. */
  uuid(): string;
}

/** A stored clip segment that a vector search came across. */
export interface SegmentHit {
  readonly videoId: VideoId;
  readonly runId: RunId;
  readonly startSec: number;
  readonly endSec: number;
  /** Cosine, -1 to 1. */
  readonly similarity: number;
}

export interface NearestQuestion {
  /** An embedding option of the model. */
  readonly option: string;
  /** Unit length. */
  readonly vector: Float32Array;
  readonly indexId: IndexId;
  /** Only segments of these, at most 100; all of the index when left out. */
  readonly videoIds?: readonly VideoId[];
}

/** The vector indexes. */
export interface VectorSearch {
  /** Clip segments from the nearest on, at most 1 000, fetched page by page as they are taken. */
  nearest(question: NearestQuestion): AsyncIterable<SegmentHit>;
}

/** A text that was read, shown or said in a video. */
export interface FoundText {
  readonly videoId: VideoId;
  readonly runId: RunId;
  readonly startSec: number;
  readonly endSec: number;
  readonly text: string;
}

/** What is known of the words in the videos. */
export interface WordSearch {
  /** Texts of an index that hold at least one of the words, each once. @param words distinct, from `wordsOf` */
  find(indexId: IndexId, option: string, words: readonly string[]): Promise<readonly FoundText[]>;
}

/** An image as a caller gives it. */
export type ImageReference = { readonly url: string } | { readonly base64: string } | { readonly file: Blob };

/** Brings images to where the model takes them. */
export interface ImageSource {
  /**
   * @throws ApiError `url_not_allowed`, `parameter_invalid` for what is no image that the model takes, and
   * `index_not_allowed` for an object that lies where the caller may not look, be there one or not
   */
  media(image: ImageReference, caller: Caller): Promise<MediaSource>;
}

/** Results that were ranked once and are asked for page by page. */
export interface SavedPages {
  /** @param content what JSON can hold @param expiresAtSec seconds since 1970 */
  save(id: string, kind: SavedKind, content: unknown, expiresAtSec: number): Promise<void>;
  /** Undefined when there is none of this kind. What has expired may still come: whoever asks compares the time. */
  load(id: string, kind: SavedKind): Promise<{ content: unknown; expiresAtSec: number } | undefined>;
}
export type SavedKind = "search" | "classification";

/** What is known of API keys; the keys themselves are kept nowhere. */
export interface ApiKeys {
  /** False when there is a key with this hash already. */
  create(key: ApiKeyItem): Promise<boolean>;
  get(keyHash: string): Promise<ApiKeyItem | undefined>;
  /** Oldest first, expired and revoked ones too. */
  list(): AsyncIterable<ApiKeyItem>;
  /** False when there is no such key. Revoking again keeps the first time. */
  revoke(keyHash: string, at: string): Promise<boolean>;
}

/** A question about one version of a video; `hash` is that of all that shapes its answer. */
export interface QuestionAddress {
  readonly videoId: VideoId;
  readonly kind: QuestionKind;
  readonly hash: string;
  /** Under which what is too long for the table is kept. */
  readonly version: VersionHash;
}

/** Answers that were asked for on demand: each is paid for once. */
export interface Questions {
  find(address: QuestionAddress): Promise<QuestionItem | undefined>;
  /** The right to ask the model alone. Undefined while another has it; one that died has it for 20 s at most. */
  takeLease(address: QuestionAddress): Promise<Lease | undefined>;
  /**
   * Takes one call before it is made. Returns how many there were with it, or undefined when `budget` are used up.
   * The first call also keeps what was asked.
   */
  spend(address: QuestionAddress, question: AskedQuestion, budget: number): Promise<number | undefined>;
  /** Gives a call back: the model refused it before any work. */
  giveBack(address: QuestionAddress): Promise<void>;
  /** False when an answer of the right form stands already: that one counts. */
  keep(address: QuestionAddress, answer: QuestionAnswer, at: string): Promise<boolean>;
}
export type AskedQuestion = Omit<QuestionItem, "calls" | "answer" | "answeredAt">;

/** A piece of an answer; the last one tells how it ended. */
export interface AnswerPiece extends PegasusChunk {
  /** As the service counted them, on the last piece. */
  readonly outputTokens?: number;
}

export interface StreamingAnalysis {
  /**
   * One billed call, whose text comes piece by piece.
   * @throws TemporaryError, PermanentError or UnexpectedShape; `Throttled` when nothing was done
   */
  ask(body: unknown): AsyncIterable<AnswerPiece>;
}

/** Waits, milliseconds. */
export type Sleep = (ms: number) => Promise<void>;

/** Changing the library. False means that the record was changed by somebody else meanwhile, and nothing was done. */
export interface LibraryChanges {
  /** False when the folder belongs to another index, be it one that is being removed. */
  createIndex(index: IndexItem): Promise<boolean>;
  renameIndex(index: IndexItem, name: string, at: string): Promise<boolean>;
  /** From then on no reader sees the index or a video of it. */
  markIndex(index: IndexItem, at: string): Promise<boolean>;
  setMetadata(video: VideoItem, metadata: UserMetadata, at: string): Promise<boolean>;
  /**
   * From then on no reader sees the video, a run of it that is under way cannot close, and a late event of what was
   * uploaded before does not bring it back: the video, its runs and the guard of its key change together.
   */
  markVideo(video: VideoItem, at: string): Promise<boolean>;
}

/** Tasks whose video is not there yet, and the runs of those whose video is on its way. */
export interface TaskRecords {
  task(videoId: VideoId): Promise<TaskItem | undefined>;
  /** Unfinished and failed uploads of all indexes, oldest change first. */
  uploads(): AsyncIterable<TaskItem>;
  put(task: TaskItem): Promise<void>;
  remove(videoId: VideoId): Promise<void>;
  /** The newest runs of at most 100 videos. */
  runs(videos: readonly NewestRun[]): Promise<ReadonlyMap<VideoId, RunItem>>;
}
export type NewestRun = Pick<VideoSummary, "videoId" | "latestRunId">;

/** A stored segment as it is, of any option and scope. */
export interface StoredSegment {
  readonly option: string;
  readonly scope: string;
  readonly startSec: number;
  readonly endSec: number;
  /** Float32 little-endian, unit length. */
  readonly embedding: Uint8Array;
}

export interface StoredSegments {
  /** Page by page, in order of option, scope and time. @param option all options when left out */
  segments(videoId: VideoId, runId: RunId, option?: string): AsyncIterable<StoredSegment>;
}

/** A link by which a caller puts one file to S3. The headers must be sent as they are: they are part of the signature. */
export interface UploadLink {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** Ways into the videos bucket. */
export interface Uploads {
  readonly bucket: string;
  put(key: string, bytes: Uint8Array, metadata: UserMetadata): Promise<void>;
  link(key: string, metadata: UserMetadata): Promise<UploadLink>;
}

export interface FetchRequests {
  send(request: FetchRequest): Promise<void>;
}

export interface RemovalRequests {
  /** @param delaySec at most 900 */
  send(request: RemovalRequest, delaySec?: number): Promise<void>;
}

/** Tasks that embed a video or a sound. */
export interface EmbedTasks {
  find(taskId: string): Promise<EmbedTaskItem | undefined>;
  /** Oldest first. */
  list(): AsyncIterable<EmbedTaskItem>;
  /** A new task, or a new attempt of one that failed. False when another caller was quicker. */
  begin(task: EmbedTaskItem): Promise<boolean>;
  /** Only while the task is at this attempt. */
  change(task: EmbedTaskItem, fields: EmbedTaskChange, at: string): Promise<void>;
}
export type EmbedTaskChange = Partial<Pick<EmbedTaskItem, "invocationArn" | "outputKey" | "failure">>;
