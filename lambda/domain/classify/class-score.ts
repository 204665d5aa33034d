import { round2 } from "../score.ts";
import type { ClassMatch } from "./class-matches.ts";
import { coverage, type ScoredSpan } from "./coverage.ts";

/**
 * How far a class is in a video. A clip is a span that matches one prompt in one option, so the same span is as many
 * clips as prompts match it. All numbers are rounded to two decimals, as the platform's are.
 */
export interface ClassScore {
  /**
   * 0 to 100: 100 x (1 - (1 - best) x (1 - covered)), the chance that the best clip is right or that what is covered is
   * right, were scores chances. `best` is the highest score of a clip / 100; `covered` is the score of the best clip at
   * each moment / 100, summed over the time that clips cover, over the length of the video. So more similar clips and
   * more covered time never lower it, another prompt cannot lower it, and where segments are cut does not matter.
   *
   * The platform has not published its formula. Against 14 recorded answers of API v1.2, with the mean of the clips in
   * place of the best at each moment, this one is off by 2.2 points on average and by at most 3.3 where the clips cover
   * more than 60 % of the video; where they cover 52 and 57 % it is 6.8 and 8.5 points above the platform's.
   */
  readonly score: number;
  /** Length of the union of the clips / length of the video, 0 to 1. */
  readonly durationRatio: number;
  /** Highest score of a clip. */
  readonly maxScore: number;
  /** Plain mean of the clips' scores: recorded answers have the same. */
  readonly avgScore: number;
  /** Sum of score x length / sum of length, over the clips. Ours: recorded answers have none. */
  readonly durationWeightedScore: number;
}

/**
 * @param matches those of one class in one video
 * @param durationSec length of the video
 * @returns undefined when nothing matches
 */
export function classScore(matches: Iterable<ClassMatch>, durationSec: number): ClassScore | undefined {
  const spans: ScoredSpan[] = [];
  let [count, sum, lengths, weighted, best] = [0, 0, 0, 0, 0];
  for (const { startSec, endSec, prompts } of matches) {
    const length = endSec - startSec;
    let bestHere = 0;
    for (const { score } of prompts) {
      count += 1;
      sum += score;
      lengths += length;
      weighted += score * length;
      bestHere = Math.max(bestHere, score);
    }
    best = Math.max(best, bestHere);
    spans.push({ startSec, endSec, score: bestHere });
  }
  if (count === 0) return undefined;
  const { seconds, scoreSeconds } = coverage(spans);
  // The last segment may end a little behind the length that the file states.
  const wholeSec = Math.max(durationSec, seconds);
  const over = (sum: number) => (wholeSec > 0 ? sum / wholeSec : 0);
  return {
    score: round2(eitherOf(best, over(scoreSeconds))),
    durationRatio: round2(over(seconds)),
    maxScore: round2(best),
    avgScore: round2(sum / count),
    // Texts that were seen in one moment only have no length.
    durationWeightedScore: round2(lengths > 0 ? weighted / lengths : sum / count),
  };
}

/** Chance of one or the other, both as points from 0 to 100. */
function eitherOf(best: number, covered: number): number {
  return 100 * (1 - (1 - best / 100) * (1 - covered / 100));
}
