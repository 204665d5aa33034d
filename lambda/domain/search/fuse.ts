import type { VideoId } from "../../keys.ts";
import { compareText, type Match } from "./match.ts";
import { isSameMoment, type Span } from "./span.ts";

/** A match with its place in the ranking of its option, from 1. */
export interface RankedMatch extends Match {
  readonly rank: number;
}

/** A moment of a video and what each option found in it. */
export interface Hit extends Span {
  readonly videoId: VideoId;
  /** 0 to 100: that of the best option, or with `and` that of the worst. */
  readonly score: number;
  /** What the order is made by: the sum of weight / (60 + rank) over the options. */
  readonly fused: number;
  /** One for each option that matched. */
  readonly matches: readonly RankedMatch[];
}

export type Operator = "or" | "and";

/** The usual constant of reciprocal rank fusion: it keeps the first place of one option from outweighing all else. */
export const RANK_CONSTANT = 60;

/** Every option counts the same. */
export const weightOf = (options: number) => 1 / options;

/**
 * Fuses the rankings of the options by reciprocal rank, because similarities of different options cannot be compared:
 * a good match of speech has another cosine than one of pictures. Matches of different options are one hit when they
 * are of the same moment; the hit spans them all. The order of the rankings changes nothing as long as each option's
 * place among them is fixed.
 *
 * @param rankings one for each option, each from `rankMatches`
 * @returns in no particular order
 */
export function fuse(rankings: readonly (readonly Match[])[], operator: Operator): Hit[] {
  const weight = weightOf(rankings.length);
  const groups = new Map<VideoId, RankedMatch[][]>();
  for (const ranking of rankings) {
    for (const [at, match] of ranking.entries()) {
      const ofVideo = groups.get(match.videoId) ?? [];
      groups.set(match.videoId, ofVideo);
      place(ofVideo, { ...match, rank: at + 1 });
    }
  }
  const found = [...groups.values()].flat();
  const wanted = operator === "and" ? found.filter(({ length }) => length === rankings.length) : found;
  return wanted.map((matches) => hitOf(matches, weight, operator));
}

/** Adds a match to the first group of its moment that has no match of its option, or begins a group. */
function place(groups: RankedMatch[][], match: RankedMatch): void {
  const group = groups.find(
    ([first, ...others]) =>
      first !== undefined &&
      // Compared with the first alone: with the whole span, groups would grow along the video.
      isSameMoment(first, match) &&
      [first, ...others].every(({ option }) => option !== match.option),
  );
  if (group === undefined) groups.push([match]);
  else group.push(match);
}

function hitOf(matches: readonly RankedMatch[], weight: number, operator: Operator): Hit {
  const [first] = matches;
  if (first === undefined) throw new Error("A hit needs a match.");
  const scores = matches.map(({ score }) => score);
  return {
    videoId: first.videoId,
    startSec: Math.min(...matches.map(({ startSec }) => startSec)),
    endSec: Math.max(...matches.map(({ endSec }) => endSec)),
    score: operator === "and" ? Math.min(...scores) : Math.max(...scores),
    fused: matches.reduce((sum, { rank }) => sum + weight / (RANK_CONSTANT + rank), 0),
    matches,
  };
}

/** Best first: by fused rank, then the better score, the greater similarity, the video and the time. */
export function byFusedRank(a: Hit, b: Hit): number {
  return (
    b.fused - a.fused ||
    b.score - a.score ||
    bestSimilarity(b) - bestSimilarity(a) ||
    compareText(a.videoId, b.videoId) ||
    a.startSec - b.startSec
  );
}

const bestSimilarity = ({ matches }: Hit) => Math.max(...matches.map(({ similarity = -1 }) => similarity));
