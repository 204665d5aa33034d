import type { VideoId } from "../../keys.ts";
import { byFusedRank, type Hit, RANK_CONSTANT, type RankedMatch, weightOf } from "./fuse.ts";
import { mergeMoments } from "./moments.ts";
import { isSameMoment, type Span } from "./span.ts";

/** How what was found for the parts of a query is put together. */
export type Combination = "and" | "or" | "then" | "not";

/** Rounded times may let what follows begin this much before the end of what it follows, seconds. */
const TOLERANCE_SEC = 0.5;

/**
 * Puts together what was found for the parts of a query, by reciprocal rank as options are fused.
 * - `and`: for each clip of the first part the best of every other that is near it; the hit spans them all.
 * - `or`: the clips of all parts; those of one moment are one hit.
 * - `then`: for each moment of the first part the next of every other after it; the hit spans them all.
 * - `not`: the clips of the first part that none of the second is near.
 *
 * Near is of the same moment, or at most `proximitySec` apart where that is given; the next moment may then begin at most
 * as much later. A hit that needs all parts has the score of the worst of them, one of `or` that of the best.
 *
 * @param parts what was found for each; for `not` two @param proximitySec seconds
 * @returns in no particular order
 */
export function combine(
  kind: Combination,
  parts: readonly (readonly Hit[])[],
  proximitySec?: number,
): readonly Hit[] {
  const isNear = (a: Span, b: Span) =>
    proximitySec === undefined ? isSameMoment(a, b) : gapSec(a, b) <= proximitySec;
  const [wanted = [], ...others] = parts;
  switch (kind) {
    case "or":
      return either(parts);
    case "not": {
      const unwanted = byVideo(others.flat());
      return wanted.filter((hit) => !(unwanted.get(hit.videoId) ?? []).some((other) => isNear(hit, other)));
    }
    case "and":
      return chains(parts.map(ranked), ([first], found) => found.find((hit) => isNear(first, hit)));
    case "then":
      return chains(
        parts.map((part) => ranked(mergeMoments(part)).sort((a, b) => a.startSec - b.startSec)),
        (chain, found) => {
          const { endSec } = chain.at(-1) ?? chain[0];
          return found.find(
            ({ startSec }) =>
              startSec >= endSec - TOLERANCE_SEC &&
              startSec - endSec <= (proximitySec ?? Number.POSITIVE_INFINITY),
          );
        },
      );
  }
}

function byVideo(hits: readonly Hit[]): Map<VideoId, Hit[]> {
  const grouped = new Map<VideoId, Hit[]>();
  for (const hit of hits) {
    const ofVideo = grouped.get(hit.videoId);
    if (ofVideo === undefined) grouped.set(hit.videoId, [hit]);
    else ofVideo.push(hit);
  }
  return grouped;
}

/** Seconds between two stretches; negative where they overlap. */
const gapSec = (a: Span, b: Span) => Math.max(a.startSec, b.startSec) - Math.min(a.endSec, b.endSec);

/** The hits of a part, best first, each worth what its place among them gives. */
const ranked = (part: readonly Hit[]): Hit[] =>
  [...part].sort(byFusedRank).map((hit, at) => ({ ...hit, fused: 1 / (RANK_CONSTANT + at + 1) }));

type Chain = [Hit, ...Hit[]];

/** @param pick the hit of the next part that goes with those of the parts before, out of those of the same video */
function chains(
  [first = [], ...others]: readonly Hit[][],
  pick: (chain: Chain, found: readonly Hit[]) => Hit | undefined,
): Hit[] {
  const later = others.map(byVideo);
  return first.flatMap((hit) => {
    const chain: Chain = [hit];
    for (const part of later) {
      const next = pick(chain, part.get(hit.videoId) ?? []);
      if (next === undefined) return [];
      chain.push(next);
    }
    return [joined(chain, Math.min, weightOf(chain.length))];
  });
}

function either(parts: readonly (readonly Hit[])[]): Hit[] {
  const groups = new Map<VideoId, { readonly chain: Chain; last: number }[]>();
  for (const [at, part] of parts.entries()) {
    for (const hit of ranked(part)) {
      const ofVideo = groups.get(hit.videoId) ?? [];
      groups.set(hit.videoId, ofVideo);
      const group = ofVideo.find(({ chain: [first], last }) => last < at && isSameMoment(first, hit));
      if (group === undefined) ofVideo.push({ chain: [hit], last: at });
      else {
        group.chain.push(hit);
        group.last = at;
      }
    }
  }
  return [...groups.values()].flat().map(({ chain }) => joined(chain, Math.max, weightOf(parts.length)));
}

function joined(hits: Chain, scoreOf: (...scores: number[]) => number, weight: number): Hit {
  return {
    videoId: hits[0].videoId,
    startSec: Math.min(...hits.map(({ startSec }) => startSec)),
    endSec: Math.max(...hits.map(({ endSec }) => endSec)),
    score: scoreOf(...hits.map(({ score }) => score)),
    fused: hits.reduce((sum, { fused }) => sum + weight * fused, 0),
    matches: oneEach(hits.flatMap(({ matches }) => matches)),
  };
}

/** The best match of each option. */
function oneEach(matches: readonly RankedMatch[]): RankedMatch[] {
  const best = new Map<string, RankedMatch>();
  for (const match of matches) {
    const known = best.get(match.option);
    if (known === undefined || match.rank < known.rank) best.set(match.option, match);
  }
  return [...best.values()];
}
