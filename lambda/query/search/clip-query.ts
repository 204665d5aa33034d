import type { Caller } from "../../contracts/api/caller.ts";
import { ApiError, notFound } from "../../contracts/api/error.ts";
import { decodeVector } from "../../domain/embedding.ts";
import { meanVector } from "../../domain/search/mean-vector.ts";
import { isSearchable, type Searchable } from "../../domain/search/searchable.ts";
import { isSameMoment, type Span } from "../../domain/search/span.ts";
import type { VideoId } from "../../keys.ts";
import type { EmbeddingModel } from "../../models.ts";
import { maySee } from "../http/api.ts";
import type { Library, Segments } from "../ports.ts";

/**
 * The video that a clip to search for is of.
 * @throws ApiError `resource_not_exists` also for one that the caller may not see, `video_not_ready`, `video_has_no_results`
 */
export async function searchableClip(
  library: Library,
  videoId: VideoId,
  caller: Caller,
): Promise<Searchable> {
  const video = (await library.summaries([videoId])).get(videoId);
  if (video === undefined || video.status === "DELETED" || !maySee(caller, video.indexId))
    throw notFound("video", videoId);
  if (isSearchable(video)) return video;
  throw video.status === "QUEUED" || video.status === "PROCESSING"
    ? new ApiError("video_not_ready", "The video that query_video names is still being processed.")
    : new ApiError("video_has_no_results", "The video that query_video names could not be processed.");
}

export interface ClipPorts {
  readonly segments: Segments;
  readonly model: EmbeddingModel;
}

/**
 * The direction between the stored segments that mostly lie in the clip; where there is none, between those that it touches.
 * @throws ApiError `parameter_invalid` for a stretch without segments
 */
export async function clipVector(
  { segments, model }: ClipPorts,
  video: Searchable,
  option: string,
  clip: Span,
): Promise<Float32Array> {
  const { spans, embeddings } = await segments.clips(video.videoId, video.currentRunId, option);
  const placed = spans.map((span, at) => ({ span, at }));
  const inside = placed.filter(({ span }) => isSameMoment(span, clip));
  const touching = placed.filter(({ span }) => span.startSec < clip.endSec && clip.startSec < span.endSec);
  const chosen = inside.length > 0 ? inside : touching;
  if (chosen.length === 0) {
    throw new ApiError(
      "parameter_invalid",
      `The query_video parameter is invalid: the video has nothing for ${option} in that stretch.`,
    );
  }
  const size = model.dimension * Float32Array.BYTES_PER_ELEMENT;
  return meanVector(chosen.map(({ at }) => decodeVector(embeddings.subarray(at * size, (at + 1) * size))));
}
