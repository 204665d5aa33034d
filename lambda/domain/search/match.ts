import type { VideoId } from "../../keys.ts";
import type { Calibration } from "../../models/calibration.ts";
import type { SearchOption } from "../../models/model.ts";
import { round2, scoreOf, scoreOfWords, similarityOf } from "../score.ts";
import { wordShare } from "../words.ts";
import { isSameMoment, type Span } from "./span.ts";

/** A span of a video that answers the query in one search option. */
export interface Match extends Span {
  readonly videoId: VideoId;
  readonly option: SearchOption;
  /** 0 to 100. */
  readonly score: number;
  /** Cosine of the segment, where there is one. */
  readonly similarity?: number;
  /** Share of the query's words that the text holds, where there is one. */
  readonly wordShare?: number;
  readonly text?: string;
}

/** A stored segment and its cosine with the query. */
export interface Similar extends Span {
  readonly videoId: VideoId;
  readonly similarity: number;
}

/** A text of a video. */
export interface Worded extends Span {
  readonly videoId: VideoId;
  readonly text: string;
}

/**
 * Options that no embedding answers alone: a picture that is like the words says little of what is written in it. Their
 * scores are drawn down, so that without a word that was read such a clip stays below the medium band.
 */
const INDIRECT: readonly SearchOption[] = ["text_in_video", "logo"];

/** Score of a similarity for an option: the calibration's, and that times the begin of the medium band where it is a hint only. */
export function scoreFor(option: SearchOption, calibration: Calibration, similarity: number): number {
  const score = scoreOf(calibration, similarity);
  // Two decimals below, so that even a cosine of 1 stays under the band.
  return INDIRECT.includes(option) ? round2((score * (calibration.bands.medium - 0.01)) / 100) : score;
}

/** A similarity below which no segment reaches the score in this option. */
export function leastSimilarity(option: SearchOption, calibration: Calibration, score: number): number {
  const full = INDIRECT.includes(option) ? (score * 100) / (calibration.bands.medium - 0.01) : score;
  // Scores are rounded, twice for a hint: what lies just below may be rounded up.
  return full > 100.02 ? Number.POSITIVE_INFINITY : similarityOf(calibration, full - 0.02);
}

export const similarMatches = (
  option: SearchOption,
  calibration: Calibration,
  segments: readonly Similar[],
): Match[] =>
  segments.map(({ videoId, startSec, endSec, similarity }) => ({
    ...{ videoId, option, startSec, endSec, similarity },
    score: scoreFor(option, calibration, similarity),
  }));

/** @param words of the query @param isExact whether a text must hold all of them */
export function wordMatches(
  option: SearchOption,
  words: readonly string[],
  texts: readonly Worded[],
  isExact: boolean,
): Match[] {
  return texts.flatMap(({ videoId, startSec, endSec, text }) => {
    const share = wordShare(words, text);
    if (share === 0 || (isExact && share < 1)) return [];
    return [{ videoId, option, startSec, endSec, score: scoreOfWords(share), wordShare: share, text }];
  });
}

/**
 * The matches of one option in their order, each moment once: the better one stands for those of the same moment, with
 * the similarity and the text that it lacks itself.
 */
export function rankMatches(matches: readonly Match[], least: number): Match[] {
  const kept = new Map<VideoId, Match[]>();
  for (const match of matches.filter(({ score }) => score >= least).sort(byScore)) {
    const ofVideo = kept.get(match.videoId) ?? [];
    kept.set(match.videoId, ofVideo);
    const at = ofVideo.findIndex((better) => isSameMoment(better, match));
    const better = ofVideo[at];
    if (better === undefined) ofVideo.push(match);
    else ofVideo[at] = { ...match, ...better };
  }
  return [...kept.values()].flat().sort(byScore);
}

function byScore(a: Match, b: Match): number {
  return (
    b.score - a.score ||
    (b.similarity ?? 0) - (a.similarity ?? 0) ||
    compareText(a.videoId, b.videoId) ||
    a.startSec - b.startSec ||
    a.endSec - b.endSec
  );
}

export const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
