import type { SafeFetch } from "../adapters/safe-fetch.ts";
import type { Reason } from "../contracts/reason.ts";
import type { VideoId } from "../keys.ts";
import type { Clock, Log } from "../ports.ts";

/** What goes with an object. */
export interface ObjectHead {
  /** Empty when it is not known. */
  readonly contentType: string;
  /** As `x-amz-meta-*`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A bucket that files are streamed into. */
export interface StreamUpload {
  exists(key: string): Promise<boolean>;
  /** All of it, or nothing. @throws what the body threw */
  store(key: string, body: AsyncIterable<Uint8Array>, head: ObjectHead): Promise<void>;
}

/** The tasks that are fetched for. */
export interface FetchTasks {
  /** Counts an attempt before it is made. Returns how many there are with it, or undefined when the task was removed. */
  begun(videoId: VideoId, at: string): Promise<number | undefined>;
  failed(videoId: VideoId, reason: Reason, at: string): Promise<void>;
}

/** Media of embedding tasks, which go to the work bucket and start no run. */
export interface EmbedMedia {
  readonly uploads: StreamUpload;
  keyOf(taskId: string): string;
  start(taskId: string): Promise<void>;
  fail(taskId: string, sentence: string): Promise<void>;
}

export interface FetchPorts {
  readonly fetch: SafeFetch;
  readonly videos: StreamUpload;
  readonly tasks: FetchTasks;
  readonly embed: EmbedMedia;
  readonly clock: Clock;
  readonly log: Log;
  /** The largest file that any model of the deployment takes. */
  readonly maxBytes: number;
}
