import type { Calibration } from "../models/calibration.ts";

/** How certain a clip is, by its score. */
export const CONFIDENCES = ["high", "medium", "low", "extremely low"] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** Score of a similarity, 0 to 100, rounded to two decimals as the platform's are. Cosines outside -1 to 1 are cut. */
export function scoreOf({ points }: Calibration, similarity: number): number {
  const above = points.findIndex(([at]) => at >= similarity);
  const upper = points.at(above);
  const lower = points.at(above === -1 ? -1 : Math.max(above - 1, 0));
  if (upper === undefined || lower === undefined) throw new Error("A calibration needs points.");
  const [x0, y0] = lower;
  const [x1, y1] = upper;
  return x1 === x0 ? y1 : round2(y0 + ((similarity - x0) / (x1 - x0)) * (y1 - y0));
}

export function confidenceOf({ bands }: Calibration, score: number): Confidence {
  if (score >= bands.high) return "high";
  if (score >= bands.medium) return "medium";
  return score >= bands.low ? "low" : "extremely low";
}

export const round2 = (value: number) => Math.round(value * 100) / 100;
