import type { VideoId } from "../../keys.ts";
import type { Hit } from "./fuse.ts";

/** A hit with its place among all of a search, from 1. */
export interface RankedHit extends Hit {
  readonly rank: number;
}

export type GroupBy = "clip" | "video";
export type SortOption = "score" | "clip_count";

/** Most hits that a search keeps: nobody looks further, and they are stored for its pages. */
export const MAX_HITS = 1000;

/**
 * What pages are made of: single hits, or the hits of one video together. Videos come in the order of their best hit,
 * or of the number of their hits and then of the best.
 * @param hits best first
 */
export function itemsOf(hits: readonly Hit[], groupBy: GroupBy, sort: SortOption): RankedHit[][] {
  const ranked = hits.slice(0, MAX_HITS).map((hit, at) => ({ ...hit, rank: at + 1 }));
  if (groupBy === "clip") return ranked.map((hit) => [hit]);
  const videos = new Map<VideoId, RankedHit[]>();
  for (const hit of ranked) {
    const ofVideo = videos.get(hit.videoId);
    if (ofVideo === undefined) videos.set(hit.videoId, [hit]);
    else ofVideo.push(hit);
  }
  const groups = [...videos.values()];
  // The sort is stable: of videos with as many hits the one with the better hit stays first.
  return sort === "clip_count" ? groups.sort((a, b) => b.length - a.length) : groups;
}
