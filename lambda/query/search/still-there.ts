import { isSearchable } from "../../domain/search/searchable.ts";
import type { VideoId } from "../../keys.ts";
import type { Library } from "../ports.ts";

/** Of these videos, those that still have results: what was removed since a page was ranked shows on none. */
export async function stillThere(
  library: Library,
  videoIds: readonly VideoId[],
): Promise<ReadonlySet<VideoId>> {
  const found = await library.summaries([...new Set(videoIds)]);
  return new Set([...found.values()].filter(isSearchable).map(({ videoId }) => videoId));
}
