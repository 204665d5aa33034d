/** How the cosine similarities of one embedding model are shown to people. */
export interface Calibration {
  /**
   * Points (similarity, score) in rising order of both, from (-1, 0) to (1, 100); between two of them the score is on
   * the straight line. So the score rises with the similarity everywhere, and the order of clips is that of the model.
   */
  readonly points: readonly (readonly [similarity: number, score: number])[];
  /** Lowest score of each band of confidence. */
  readonly bands: { readonly high: number; readonly medium: number; readonly low: number };
}

/**
 * TwelveLabs publishes neither its formula nor its cut-offs. The bands are those that 121 recorded hits of API v1.2 fall
 * into (high from 83.06, medium 75.46 to 82.70, low 46.61 to 72.08). The points are ours: cosines between a text and a
 * video that shows it are far below those between two videos, so the scale rises fast up to 0.3 and slowly after it.
 * On the labelled clips, what a query names lies at 0.44 to 1 (87 to 100, high), half of it at 0.26 to 0.31 (75 to 81,
 * medium), a side of it at 0.13 to 0.19 (53 to 66, low), and what is not there at 0 (20, extremely low).
 */
export const CALIBRATION: Calibration = {
  points: [
    [-1, 0],
    [0, 20],
    [0.1, 46],
    [0.2, 68],
    [0.3, 80],
    [0.4, 86],
    [0.6, 93],
    [1, 100],
  ],
  bands: { high: 83, medium: 73, low: 46 },
};
