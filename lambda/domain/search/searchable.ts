import type { VideoSummary } from "../../contracts/library-items.ts";
import type { RunId } from "../../keys.ts";

/** A video whose results can be searched. */
export type Searchable = VideoSummary & { readonly currentRunId: RunId };

/**
 * Whether a video has results to search: those of its current run, which stay while a newer version of the object is
 * processed and go when that ends, whatever its outcome. One that is being removed is DELETED from the first moment on.
 */
export function isSearchable(video: VideoSummary): video is Searchable {
  return video.currentRunId !== undefined && video.status !== "DELETED";
}
