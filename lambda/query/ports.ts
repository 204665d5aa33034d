import type { VideoItem } from "../contracts/items.ts";
import type { IndexItem, VideoSummary } from "../contracts/library-items.ts";
import type { MediaSource } from "../contracts/media-source.ts";
import type { IndexId, RunId, VideoId } from "../keys.ts";

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
