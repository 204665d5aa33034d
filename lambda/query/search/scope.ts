import { ApiError } from "../../contracts/api/error.ts";
import type { VideoSummary } from "../../contracts/library-items.ts";
import { isSearchable, type Searchable } from "../../domain/search/searchable.ts";
import { parseVideoFilter } from "../../domain/video-filter.ts";
import type { IndexId } from "../../keys.ts";
import type { Library } from "../ports.ts";

/** Which videos of an index are searched. */
export type Scope =
  | { readonly kind: "index" }
  /** These and no others. */
  | { readonly kind: "chosen"; readonly videos: readonly Searchable[] }
  /** Too many to be named to the vector index: the thousand nearest segments of the index are tested afterwards. */
  | { readonly kind: "tested"; readonly accepts: (video: VideoSummary) => boolean };

/** Videos that are named to the vector index at most: ten queries with a hundred each. */
export const MAX_CHOSEN = 1000;

/**
 * What a filter leaves of an index. Without ids in it the index is walked, half a kilobyte a video.
 * @throws ApiError `search_filter_invalid` that names the fields at fault
 */
export async function scopeOf(library: Library, indexId: IndexId, filter: unknown): Promise<Scope> {
  if (filter === undefined) return { kind: "index" };
  const parsed = parseVideoFilter(filter);
  if (!parsed.ok)
    throw new ApiError("search_filter_invalid", `The filter is invalid: ${parsed.faults.join("; ")}.`);
  if (parsed.isEmpty) return { kind: "index" };
  const { accepts, videoIds } = parsed;
  const isWanted = (video: VideoSummary): video is Searchable =>
    video.indexId === indexId && isSearchable(video) && accepts(video);
  if (videoIds !== undefined) {
    const found = await library.summaries(videoIds);
    return { kind: "chosen", videos: [...found.values()].filter(isWanted) };
  }
  const videos: Searchable[] = [];
  for await (const video of library.videos(indexId, "newest")) {
    if (!isWanted(video)) continue;
    if (videos.length === MAX_CHOSEN) return { kind: "tested", accepts };
    videos.push(video);
  }
  return { kind: "chosen", videos };
}
