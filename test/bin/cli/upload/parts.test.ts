import fc from "fast-check";
import { partsOf } from "../../../../bin/cli/upload/parts.ts";
import { Slots } from "../../../../bin/cli/upload/slots.ts";

const MIB = 1024 ** 2;

test("parts cover a file of any size without gaps, within the limits of S3", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 * 1024 ** 4 }), (sizeBytes) => {
      const parts = partsOf(sizeBytes);
      const lengths = parts.map(({ start, end }) => end - start);
      expect(parts.length).toBeLessThanOrEqual(10_000);
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(sizeBytes);
      expect(
        parts.every(({ number, start }, at) => number === at + 1 && start === (parts[at - 1]?.end ?? 0)),
      ).toBe(true);
      expect(lengths.slice(0, -1).every((length) => length >= 5 * MIB && length <= 5 * 1024 * MIB)).toBe(
        true,
      );
    }),
    { numRuns: 30 },
  );
});

test("no more than the given number of works go on together, and each has its turn", async () => {
  const slots = new Slots(3);
  let now = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    now--;
  };
  const works = Array.from({ length: 10 }, (_, at) =>
    slots.run(at === 4 ? () => Promise.reject(new Error("no")) : work),
  );
  const outcomes = await Promise.allSettled(works);
  expect(most).toBe(3);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(9);
});
