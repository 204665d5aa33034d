import fc from "fast-check";
import { coverage, type ScoredSpan } from "../../../lambda/domain/classify/coverage.ts";

test("counts what overlaps once, with the better score", () => {
  const spans = [
    { startSec: 0, endSec: 10, score: 50 },
    { startSec: 5, endSec: 15, score: 80 },
    { startSec: 20, endSec: 21, score: 10 },
  ];
  expect(coverage(spans)).toEqual({ seconds: 16, scoreSeconds: 5 * 50 + 10 * 80 + 10 });
});

test("covers nothing without spans, and with a span of no length", () => {
  expect(coverage([])).toEqual({ seconds: 0, scoreSeconds: 0 });
  expect(coverage([{ startSec: 3, endSec: 3, score: 90 }])).toEqual({ seconds: 0, scoreSeconds: 0 });
});

const someSpans = fc.array(
  fc
    .tuple(fc.nat(40), fc.integer({ min: 1, max: 20 }), fc.nat(100))
    .map(([startSec, length, score]): ScoredSpan => ({ startSec, endSec: startSec + length, score })),
  { maxLength: 30 },
);

test("agrees with looking at every second by itself", () => {
  fc.assert(
    fc.property(someSpans, (spans) => {
      let [seconds, scoreSeconds] = [0, 0];
      for (let second = 0; second < 60; second++) {
        const there = spans.filter(({ startSec, endSec }) => startSec <= second && second < endSec);
        if (there.length === 0) continue;
        seconds += 1;
        scoreSeconds += Math.max(...there.map(({ score }) => score));
      }
      expect(coverage(spans)).toEqual({ seconds, scoreSeconds });
    }),
  );
});
