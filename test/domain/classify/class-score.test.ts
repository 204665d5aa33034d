import fc from "fast-check";
import { type ClassMatch, classMatches } from "../../../lambda/domain/classify/class-matches.ts";
import { classScore } from "../../../lambda/domain/classify/class-score.ts";
import { aClass, type Row, straightModel, visualEvidence } from "./compared.ts";

const match = (startSec: number, endSec: number, ...scores: number[]): ClassMatch => ({
  startSec,
  endSec,
  option: "visual",
  prompts: scores.map((score, at) => ({ prompt: `prompt ${at}`, score })),
});

test("tells best, mean, length-weighted mean and covered share of the clips", () => {
  const score = classScore([match(0, 10, 80, 90), match(10, 40, 75)], 80);
  expect(score).toEqual({
    maxScore: 90,
    avgScore: 81.67,
    durationWeightedScore: 79,
    durationRatio: 0.5,
    // covered = (10 s at 90 and 30 s at 75) / 80 s = 39.375; 100 x (1 - 0.1 x 0.60625)
    score: 93.94,
  });
});

test("a class without clips has no score", () => {
  expect(classScore([], 80)).toBeUndefined();
});

test("clips that end behind the stated length cover no more than all", () => {
  expect(classScore([match(0, 41, 80)], 40)).toMatchObject({ durationRatio: 1, score: 96 });
});

test("clips without length count for best and mean alone", () => {
  expect(classScore([match(3, 3, 92.28)], 40)).toEqual({
    maxScore: 92.28,
    avgScore: 92.28,
    durationWeightedScore: 92.28,
    durationRatio: 0,
    score: 92.28,
  });
});

const DURATION = 40;
/** Sums in another order may be rounded to the other side. */
const ROUNDING = 0.011;
const PROMPTS = ["a", "b", "c"];
/** Segments of up to 10 s, which may overlap as those of several options do. */
const someRows = fc.array(
  fc
    .tuple(
      fc.nat(30),
      fc.integer({ min: 1, max: 10 }),
      fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 }),
    )
    .map(([startSec, length, cosines]): Row => [startSec, startSec + length, ...cosines.map((n) => n / 100)]),
  { minLength: 1, maxLength: 12 },
);
const scoreOfRows = (rows: readonly Row[], minClipScore = 60) =>
  classScore(
    classMatches(aClass({ prompts: PROMPTS }), visualEvidence(PROMPTS, rows), straightModel, minClipScore),
    DURATION,
  );

test("a more similar segment never lowers the score, not even one that was below the least before", () => {
  fc.assert(
    fc.property(
      someRows,
      fc.nat(),
      fc.nat(2),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (rows, which, prompt, more) => {
        const raised = rows.map((row, at): Row => {
          if (at !== which % rows.length) return row;
          const [startSec, endSec, ...cosines] = row;
          return [startSec, endSec, ...cosines.map((n, p) => (p === prompt ? n + (1 - n) * more : n))];
        });
        const [before, after] = [scoreOfRows(rows)?.score ?? 0, scoreOfRows(raised)?.score ?? 0];
        expect(after).toBeGreaterThan(before - ROUNDING);
      },
    ),
  );
});

test("a further clip never lowers the score or the share that is covered", () => {
  fc.assert(
    fc.property(someRows, someRows, (rows, more) => {
      const [before, after] = [scoreOfRows(rows), scoreOfRows([...rows, ...more])];
      expect(after?.score ?? 0).toBeGreaterThan((before?.score ?? 0) - ROUNDING);
      expect(after?.durationRatio ?? 0).toBeGreaterThanOrEqual(before?.durationRatio ?? 0);
    }),
  );
});

test("the covered share is the length of the union of the clips", () => {
  fc.assert(
    fc.property(someRows, (rows) => {
      const seconds = new Set(
        rows
          .filter(([, , ...cosines]) => Math.max(...cosines) >= 0.6)
          .flatMap(([from, to]) => Array.from({ length: to - from }, (_, at) => from + at)),
      );
      const ratio = scoreOfRows(rows)?.durationRatio ?? 0;
      expect(Math.abs(ratio - seconds.size / DURATION)).toBeLessThan(0.0051);
    }),
  );
});

test("all scores are from 0 to 100, and no class is below its best clip", () => {
  fc.assert(
    fc.property(someRows, (rows) => {
      const found = scoreOfRows(rows, 0);
      for (const score of [found?.score, found?.avgScore, found?.durationWeightedScore, found?.maxScore]) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
      }
      expect(found?.score).toBeGreaterThanOrEqual(found?.maxScore ?? Number.NaN);
    }),
  );
});

test("where segments are cut changes neither the covered share nor the weighted score nor the score", () => {
  fc.assert(
    fc.property(
      someRows,
      fc.nat(),
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      (rows, which, share) => {
        const cut = rows.flatMap((row, at): Row[] => {
          const [from, to, ...cosines] = row;
          const middle = from + (to - from) * share;
          return at === which % rows.length
            ? [
                [from, middle, ...cosines],
                [middle, to, ...cosines],
              ]
            : [row];
        });
        const [before, after] = [scoreOfRows(rows), scoreOfRows(cut)];
        expect(after === undefined).toBe(before === undefined);
        for (const name of ["durationRatio", "durationWeightedScore", "score"] as const) {
          expect(Math.abs((after?.[name] ?? 0) - (before?.[name] ?? 0))).toBeLessThan(ROUNDING);
        }
      },
    ),
  );
});
