import { isSearchable } from "../../domain/search/searchable.ts";
import type { IndexId } from "../../keys.ts";
import type { Clock } from "../../ports.ts";
import type { Library } from "../ports.ts";

/** What of an index can be searched. */
export interface Pool {
  readonly videoCount: number;
  readonly totalDurationSec: number;
}

/**
 * A walk over so many videos takes a search no longer than its other reads do. Longer ones would cost more than the
 * answer, and of hundreds of videos a minute's old count is near enough.
 */
const CHEAP_VIDEOS = 200;
const REMEMBERED_MS = 60_000;
/** Indexes that are remembered at a time. */
const MAX_REMEMBERED = 100;

/** Counts the searchable videos of an index; the counts of large ones are remembered for a minute. */
export function searchPools(library: Library, clock: Clock): (indexId: IndexId) => Promise<Pool> {
  const remembered = new Map<IndexId, { pool: Pool; until: number }>();
  return async (indexId) => {
    const known = remembered.get(indexId);
    if (known !== undefined && clock.now() < known.until) return known.pool;
    remembered.delete(indexId);
    let walked = 0;
    let videoCount = 0;
    let milliseconds = 0;
    for await (const video of library.videos(indexId, "newest")) {
      walked++;
      if (!isSearchable(video)) continue;
      videoCount++;
      milliseconds += Math.round((video.durationSec ?? 0) * 1000);
    }
    const pool = { videoCount, totalDurationSec: milliseconds / 1000 };
    if (walked > CHEAP_VIDEOS) {
      const [oldest] = remembered.keys();
      if (remembered.size === MAX_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
      remembered.set(indexId, { pool, until: clock.now() + REMEMBERED_MS });
    }
    return pool;
  };
}
