import type { Caller } from "../../contracts/api/caller.ts";
import type { ClassifyQuestion } from "../../contracts/api/classify.ts";
import { ApiError, notFound } from "../../contracts/api/error.ts";
import type { IndexItem, VideoSummary } from "../../contracts/library-items.ts";
import { batches } from "../../domain/embedding.ts";
import { isSearchable, type Searchable } from "../../domain/search/searchable.ts";
import type { IndexId, VideoId } from "../../keys.ts";
import { checkIndex, maySee } from "../http/api.ts";
import type { Library } from "../ports.ts";

/** The videos that are classified, and the indexes that they are of. */
export interface Scope {
  readonly indexes: readonly IndexItem[];
  readonly videos: Iterable<Searchable> | AsyncIterable<Searchable>;
}

/**
 * All searchable videos of an index, or exactly the videos that are named, which an index named beside them must hold.
 * @throws ApiError `parameter_not_provided`, `index_not_allowed`, `resource_not_exists`, and for named videos
 * `video_not_ready` and `video_has_no_results` with the first id at fault
 */
export async function scopeOf(
  library: Library,
  { indexId, videoIds }: Pick<ClassifyQuestion, "indexId" | "videoIds">,
  caller: Caller,
): Promise<Scope> {
  const index = indexId && (await indexOf(library, indexId, caller));
  if (videoIds !== undefined) return namedVideos(library, videoIds, indexId, caller);
  if (index !== undefined) return { indexes: [index], videos: searchableOf(library, index.indexId) };
  throw new ApiError(
    "parameter_not_provided",
    "The video_ids parameter is required but was not provided; index_id stands for all videos of an index.",
  );
}

async function indexOf(library: Library, indexId: IndexId, caller: Caller): Promise<IndexItem> {
  checkIndex(caller, indexId);
  const index = await library.index(indexId);
  if (index === undefined) throw notFound("index", indexId);
  return index;
}

async function* searchableOf(library: Library, indexId: IndexId): AsyncGenerator<Searchable> {
  for await (const video of library.videos(indexId, "oldest")) {
    if (isSearchable(video)) yield video;
  }
}

/** Videos that are asked for in one request of the table. */
const AT_ONCE = 100;

async function namedVideos(
  library: Library,
  videoIds: readonly VideoId[],
  within: IndexId | undefined,
  caller: Caller,
): Promise<Scope> {
  const indexes = new Map<IndexId, IndexItem>();
  const videos: Searchable[] = [];
  for (const ids of batches(videoIds, AT_ONCE)) {
    const summaries = await library.summaries(ids);
    for (const videoId of ids) {
      const video = summaries.get(videoId);
      if (!isVisible(video, within, caller)) throw notFound("video", videoId);
      // An index that is being removed is gone, and so are its videos.
      const index = indexes.get(video.indexId) ?? (await library.index(video.indexId));
      if (index === undefined) throw notFound("video", videoId);
      indexes.set(index.indexId, index);
      videos.push(searchable(video));
    }
  }
  return { indexes: [...indexes.values()], videos };
}

function isVisible(
  video: VideoSummary | undefined,
  within: IndexId | undefined,
  caller: Caller,
): video is VideoSummary {
  if (video === undefined || video.status === "DELETED") return false;
  return maySee(caller, video.indexId) && (within ?? video.indexId) === video.indexId;
}

function searchable(video: VideoSummary): Searchable {
  if (isSearchable(video)) return video;
  if (video.status === "QUEUED" || video.status === "PROCESSING") {
    throw new ApiError("video_not_ready", `The video with id '${video.videoId}' is still being processed.`);
  }
  throw new ApiError(
    "video_has_no_results",
    `The video with id '${video.videoId}' could not be processed: it has no results.`,
  );
}
