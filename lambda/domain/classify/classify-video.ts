import { compareText } from "../search/match.ts";
import { type ComparingModel, classMatches } from "./class-matches.ts";
import { type ClassScore, classScore } from "./class-score.ts";
import type { Thresholds, VideoClass } from "./classes.ts";
import { type Evidence, lastSecond } from "./evidence.ts";

/** A class that a video belongs to. */
export interface FoundClass extends ClassScore {
  readonly name: string;
}

/**
 * The classes that pass the thresholds, best first and by name where scores are equal, whatever the order in which they
 * are given. The thresholds are compared with the rounded numbers: no answer shows a class below a threshold, and none
 * is missing that would be shown with exactly the threshold.
 * @param durationSec length of the video; undefined when the file does not state it
 */
export function classifyVideo(
  classes: readonly VideoClass[],
  evidence: Evidence,
  durationSec: number | undefined,
  { model, thresholds }: { readonly model: ComparingModel; readonly thresholds: Thresholds },
): FoundClass[] {
  const wholeSec = durationSec ?? lastSecond(evidence);
  const found = classes.flatMap((videoClass) => {
    const matches = classMatches(videoClass, evidence, model, thresholds.minClipScore);
    const score = classScore(matches, wholeSec);
    return score !== undefined && passes(score, thresholds) ? [{ name: videoClass.name, ...score }] : [];
  });
  return found.sort((a, b) => b.score - a.score || compareText(a.name, b.name));
}

const passes = ({ score, durationRatio }: ClassScore, { minVideoScore, minDurationRatio }: Thresholds) =>
  score >= minVideoScore && durationRatio >= minDurationRatio;

/**
 * Each score as its share of all of them, 0 to 100, to three decimals: 96.23 and 90.78 give 51.457 and 48.543, as in
 * recorded answers. Scores that are all 0 share equally.
 * @param scores of the classes that are returned for one video
 */
export function normalizedScores(scores: readonly number[]): number[] {
  const sum = scores.reduce((total, score) => total + score, 0);
  return scores.map((score) => Math.round((sum > 0 ? score / sum : 1 / scores.length) * 100_000) / 1000);
}
