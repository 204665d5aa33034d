import fc from "fast-check";
import { backoffSec } from "../../lambda/domain/backoff.ts";

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it("stays between 1 s and 5 min however often work was tried", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), random, (tries, drawn) => {
      const pause = backoffSec(tries, drawn);
      expect(pause).toBeGreaterThanOrEqual(1);
      expect(pause).toBeLessThanOrEqual(300);
      expect(Number.isInteger(pause)).toBe(true);
    }),
  );
});

it("doubles its ceiling with each try", () => {
  expect([1, 2, 3, 8, 9].map((tries) => backoffSec(tries, 0.999_999))).toEqual([2, 4, 8, 256, 300]);
});
