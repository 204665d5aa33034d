import fc from "fast-check";
import { confidenceOf, EXACT_SCORE, scoreOf, scoreOfWords, similarityOf } from "../../lambda/domain/score.ts";
import { CALIBRATION } from "../../lambda/models/calibration.ts";

const cosine = fc.double({ min: -1, max: 1, noNaN: true });

it("rises with the similarity, from 0 to 100", () => {
  fc.assert(
    fc.property(cosine, cosine, (a, b) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map((each) => scoreOf(CALIBRATION, each));
      expect(low).toBeLessThanOrEqual(high as number);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(100);
    }),
  );
});

it("keeps similarities apart that differ by more than its rounding", () => {
  fc.assert(
    fc.property(cosine, cosine, (a, b) => {
      // The flattest line rises by 7 points over 0.4, so a hundredth of a point is less than 0.001.
      fc.pre(a + 0.001 < b);
      expect(scoreOf(CALIBRATION, a)).toBeLessThan(scoreOf(CALIBRATION, b));
    }),
  );
});

it("is undone by the similarity of a score", () => {
  fc.assert(
    fc.property(cosine, (similarity) => {
      expect(similarityOf(CALIBRATION, scoreOf(CALIBRATION, similarity))).toBeCloseTo(similarity, 3);
    }),
  );
});

it.each([
  [-1, 0],
  [-7, 0],
  [0, 20],
  [0.1, 46],
  [0.25, 74],
  [0.3, 80],
  [1, 100],
  [1.000_000_1, 100],
])("gives a cosine of %s the score %s", (similarity, score) => {
  expect(scoreOf(CALIBRATION, similarity)).toBe(score);
});

it.each([
  [0, "extremely low"],
  [45.99, "extremely low"],
  [46, "low"],
  [72.99, "low"],
  [73, "medium"],
  [82.99, "medium"],
  [83, "high"],
  [100, "high"],
])("takes a score of %s for %s", (score, confidence) => {
  expect(confidenceOf(CALIBRATION, score)).toBe(confidence);
});

// Recorded hits of API v1.2.
it.each([
  [84.25, "high"],
  [83.06, "high"],
  [82.56, "medium"],
  [75.46, "medium"],
  [72.08, "low"],
  [46.61, "low"],
])("takes the recorded score %s for what the platform took it for: %s", (score, confidence) => {
  expect(confidenceOf(CALIBRATION, score)).toBe(confidence);
});

it("gives a text with all words the platform's score of an exact match, and less with fewer", () => {
  expect([1, 0.5, 0].map(scoreOfWords)).toEqual([EXACT_SCORE, 46.14, 0]);
});
