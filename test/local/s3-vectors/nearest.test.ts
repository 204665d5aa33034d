import fc from "fast-check";
import { isNearer, Nearest } from "../../../local/s3-vectors/nearest.ts";
import { VectorTable } from "../../../local/s3-vectors/vector-table.ts";

it("keeps what sorting everything would have put first", () => {
  const hits = fc.uniqueArray(
    fc.record({ key: fc.string({ maxLength: 4 }), distance: fc.integer({ min: 0, max: 5 }) }),
    { selector: ({ key }) => key },
  );
  fc.assert(
    fc.property(hits, fc.integer({ min: 1, max: 12 }), (all, limit) => {
      const nearest = new Nearest(limit);
      for (const hit of all) nearest.offer(hit);
      const sorted = [...all].sort((a, b) => (isNearer(a, b) ? -1 : 1));
      expect(nearest.sorted()).toEqual(sorted.slice(0, limit));
    }),
  );
});

const vector = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 7, maxLength: 7 });
const step = fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.option(vector));

it.each(["cosine", "euclidean"] as const)(
  "%s: finds the nearest after any writes and deletions",
  (metric) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), vector, (steps, query) => {
        fc.pre(query.some((n) => n !== 0));
        const table = new VectorTable(7, metric);
        const model = new Map<string, number[]>();
        for (const [key, numbers] of steps) {
          if (numbers?.some((n) => n !== 0)) {
            table.set(key, Float32Array.from(numbers), {});
            model.set(key, numbers);
          } else {
            table.delete(key);
            model.delete(key);
          }
        }
        const expected = [...model].map(([key, numbers]) => [key, distance(metric, numbers, query)] as const);
        const found = new Map(
          table.nearest(Float32Array.from(query), 10, () => true).map(({ key, distance: d }) => [key, d]),
        );
        expect(table.size).toBe(model.size);
        expect([...found.keys()].sort()).toEqual([...model.keys()].sort());
        for (const [key, d] of expected) expect(found.get(key)).toBeCloseTo(d, 5);
        const distances = [...found.values()];
        expect(distances).toEqual([...distances].sort((a, b) => a - b));
      }),
    );
  },
);

it("goes on past one block", () => {
  const table = new VectorTable(2, "euclidean");
  for (let n = 0; n < 3000; n += 1) table.set(`${n}`, Float32Array.from([n, 0]), {});
  const hits = table.nearest(Float32Array.from([2500.2, 0]), 3, () => true);
  expect(hits.map(({ key }) => key)).toEqual(["2500", "2501", "2499"]);
});

function distance(metric: string, a: readonly number[], b: readonly number[]): number {
  const sum = (of: (i: number) => number) => a.reduce((total, _, i) => total + of(i), 0);
  const [x, y] = [(i: number) => a[i] ?? 0, (i: number) => b[i] ?? 0];
  if (metric === "euclidean") return Math.hypot(...a.map((_, i) => x(i) - y(i)));
  return 1 - sum((i) => x(i) * y(i)) / Math.sqrt(sum((i) => x(i) ** 2) * sum((i) => y(i) ** 2));
}
