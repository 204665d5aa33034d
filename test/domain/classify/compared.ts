import type { VideoClass } from "../../../lambda/domain/classify/classes.ts";
import type { Evidence } from "../../../lambda/domain/classify/evidence.ts";
import type { Calibration } from "../../../lambda/models/calibration.ts";
import { MARENGO_3_0 } from "../../../lambda/models/marengo-3-0.ts";

/** A cosine of 0 is a score of 0 and one of 1 is 100, so that tests can name scores by cosines. */
const STRAIGHT: Calibration = {
  points: [
    [-1, 0],
    [0, 0],
    [1, 100],
  ],
  bands: { high: 83, medium: 73, low: 46 },
};

export const straightModel = { textSearch: MARENGO_3_0.textSearch, calibration: STRAIGHT };

export const aClass = (change: Partial<VideoClass> = {}): VideoClass => ({
  name: "class",
  prompts: ["prompt"],
  options: ["visual"],
  conversation: "semantic",
  ...change,
});

/** Visual segments: beginning and end, then a cosine for each prompt. */
export type Row = readonly [startSec: number, endSec: number, ...similarities: number[]];

export function visualEvidence(prompts: readonly string[], rows: readonly Row[]): Evidence {
  const spans = rows.map(([startSec, endSec]) => ({ startSec, endSec }));
  const similarities = new Map(
    prompts.map((prompt, at) => [prompt, Float32Array.from(rows, (row) => row[at + 2] ?? 0)]),
  );
  return { segments: new Map([["visual", { spans, similarities }]]), texts: {} };
}
