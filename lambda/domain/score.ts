import type { Calibration } from "../models/calibration.ts";

/** How certain a clip is, by its score. */
export const CONFIDENCES = ["high", "medium", "low", "extremely low"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Score of a text that holds every word of the query: the one that every high recorded hit of on-screen text and logos has. */
export const EXACT_SCORE = 92.28;

/** Score of a similarity, 0 to 100, rounded to two decimals as the platform's are. Cosines outside -1 to 1 are cut. */
export function scoreOf({ points }: Calibration, similarity: number): number {
  const [[x0, y0], [x1, y1]] = lineAt(points, ([at]) => at >= similarity);
  const cut = Math.min(x1, Math.max(x0, similarity));
  return round2(y0 + ((cut - x0) / (x1 - x0)) * (y1 - y0));
}

/** The similarity at which a score is reached, the other way of `scoreOf` before it rounds. Scores outside 0 to 100 are cut. */
export function similarityOf({ points }: Calibration, score: number): number {
  const [[x0, y0], [x1, y1]] = lineAt(points, ([, at]) => at >= score);
  const cut = Math.min(y1, Math.max(y0, score));
  return x0 + ((cut - y0) / (y1 - y0)) * (x1 - x0);
}

/** Score of a text that holds this share of the query's words, 0 to 1. */
export const scoreOfWords = (share: number) => round2(EXACT_SCORE * share);

export function confidenceOf({ bands }: Pick<Calibration, "bands">, score: number): Confidence {
  if (score >= bands.high) return "high";
  if (score >= bands.medium) return "medium";
  return score >= bands.low ? "low" : "extremely low";
}

export const round2 = (value: number) => Math.round(value * 100) / 100;

type Point = Calibration["points"][number];

/** The two points between which the wanted one lies. */
function lineAt(points: Calibration["points"], isBehind: (point: Point) => boolean): [Point, Point] {
  const found = points.findIndex(isBehind);
  const above = found === -1 ? points.length - 1 : Math.max(found, 1);
  const [from, to] = [points[above - 1], points[above]];
  if (from === undefined || to === undefined) throw new Error("A calibration needs two points.");
  return [from, to];
}
