import type { Calibration } from "../../models/calibration.ts";

/** Least certainty of a clip that is shown: a band of confidence, or a score from 0 to 100. */
export type Threshold = "high" | "medium" | "low" | "none" | number;

/** Where a request says nothing about strictness. */
export const DEFAULT_STRICTNESS = 0.5;
/** Points by which the cut-offs move between the default and either end of strictness: about half a band. */
const SHIFT = 10;

/**
 * The bands of confidence for a strictness (`adjust_confidence_level`, 0 to 1): at 0 every cut-off lies 10 points lower,
 * at 1 it lies 10 points higher. Scores stay as they are.
 */
export function bandsFor({ bands }: Calibration, strictness: number): Calibration["bands"] {
  const shift = (strictness - DEFAULT_STRICTNESS) * 2 * SHIFT;
  const moved = (score: number) => Math.min(100, Math.max(0, score + shift));
  return { high: moved(bands.high), medium: moved(bands.medium), low: moved(bands.low) };
}

/** The least score that passes. */
export function leastScore(threshold: Threshold, bands: Calibration["bands"]): number {
  if (typeof threshold === "number") return threshold;
  return threshold === "none" ? 0 : bands[threshold];
}
