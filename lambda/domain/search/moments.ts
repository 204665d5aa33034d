import { byFusedRank, type Hit, type RankedMatch } from "./fuse.ts";

/** Neighbouring segments touch; rounded times may leave this much between them, seconds. */
const MAX_GAP_SEC = 0.5;
/**
 * Points between the best and the worst segment of a moment. What is shown all the time differs by a few; where the
 * score falls by more, something else begins.
 */
const MAX_SCORE_RANGE = 10;
/**
 * Longest moment that merging makes, seconds. In a video that shows one thing for an hour each minute is a moment of its
 * own: one hit of an hour would say nothing, and would hide what is best in it.
 */
const MAX_MOMENT_SEC = 60;

/**
 * Hits of one video that follow each other or overlap and were found by the same options, and the same words, become one: score and rank of
 * the best of them, from the first begin to the last end.
 * @returns best first
 */
export function mergeMoments(hits: readonly Hit[]): Hit[] {
  const groups = new Map<string, Hit[]>();
  for (const hit of hits) {
    const key = groupOf(hit);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [hit]);
    else group.push(hit);
  }
  return [...groups.values()].flatMap(mergeInTime).sort(byFusedRank);
}

/** What was read or said is the place of those words: another text beside it is another moment. */
const groupOf = ({ videoId, matches }: Hit) =>
  JSON.stringify([videoId, matches.map(({ option, wordShare, text }) => [option, wordShare && text]).sort()]);

function mergeInTime(hits: readonly Hit[]): Hit[] {
  const merged: Hit[] = [];
  let worst = 0;
  for (const hit of [...hits].sort((a, b) => a.startSec - b.startSec || a.endSec - b.endSec)) {
    const last = merged.at(-1);
    const range = last === undefined ? 0 : Math.max(last.score, hit.score) - Math.min(worst, hit.score);
    if (last !== undefined && range <= MAX_SCORE_RANGE && isNext(last, hit)) {
      merged[merged.length - 1] = join(last, hit);
      worst = Math.min(worst, hit.score);
    } else {
      merged.push(hit);
      worst = hit.score;
    }
  }
  return merged;
}

function isNext(last: Hit, hit: Hit): boolean {
  const endSec = Math.max(last.endSec, hit.endSec);
  return hit.startSec - last.endSec <= MAX_GAP_SEC && endSec - last.startSec <= MAX_MOMENT_SEC;
}

function join(a: Hit, b: Hit): Hit {
  return {
    videoId: a.videoId,
    startSec: a.startSec,
    endSec: Math.max(a.endSec, b.endSec),
    score: Math.max(a.score, b.score),
    fused: Math.max(a.fused, b.fused),
    matches: a.matches.map((match) =>
      better(
        match,
        b.matches.find(({ option }) => option === match.option),
      ),
    ),
  };
}

const better = (a: RankedMatch, b: RankedMatch | undefined) => (b !== undefined && b.rank < a.rank ? b : a);
