import { isSearchable } from "../../domain/search/searchable.ts";
import type { IndexId, RunId, VideoId } from "../../keys.ts";
import type { Library } from "../ports.ts";
import type { Scope } from "./scope.ts";

interface Found {
  readonly videoId: VideoId;
  readonly runId: RunId;
}

/**
 * A test for what was found: whether it belongs to the current results of a video of this index that is searched. The
 * vector and words indexes may hold what is half written, half removed or overtaken: it never shows.
 */
export async function current(
  library: Library,
  indexId: IndexId,
  scope: Scope,
  found: readonly Found[],
): Promise<(one: Found) => boolean> {
  const runs = new Map<VideoId, RunId>();
  if (scope.kind === "chosen") {
    for (const { videoId, currentRunId } of scope.videos) runs.set(videoId, currentRunId);
  } else {
    const ids = [...new Set(found.map(({ videoId }) => videoId))];
    for (const video of (await library.summaries(ids)).values()) {
      const isWanted = video.indexId === indexId && (scope.kind === "index" || scope.accepts(video));
      if (isWanted && isSearchable(video)) runs.set(video.videoId, video.currentRunId);
    }
  }
  return ({ videoId, runId }) => runs.get(videoId) === runId;
}
