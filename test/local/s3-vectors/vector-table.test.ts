import fc from "fast-check";
import { VectorTable } from "../../../local/s3-vectors/vector-table.ts";

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

it("finds the nearest among thousands", () => {
  const table = new VectorTable(2, "euclidean");
  for (let n = 0; n < 3000; n += 1) table.set(`${n}`, Float32Array.from([n, 0]), {});
  const hits = table.nearest(Float32Array.from([2500.2, 0]), 3, () => true);
  expect(hits.map(({ key }) => key)).toEqual(["2500", "2501", "2499"]);
});

it("gives vectors of equal distance in the order of their keys, whatever the order of the writes", () => {
  const table = new VectorTable(3, "cosine");
  for (const key of ["c", "a", "d", "b"]) table.set(key, Float32Array.of(1, 2, 3), {});
  table.set("a", Float32Array.of(2, 4, 6), {});
  table.delete("c");
  table.set("c", Float32Array.of(1, 2, 3), {});
  expect(table.nearest(Float32Array.of(3, 2, 1), 3).map(({ key }) => key)).toEqual(["a", "b", "c"]);
  expect(table.nearest(Float32Array.of(1, 2, 3), 3).map(({ key }) => key)).toEqual(["a", "b", "c"]);
});

it("never gives a distance outside of 0 to 2", () => {
  const direction = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(direction, (numbers) => {
      const query = Float32Array.from(numbers);
      fc.pre(Math.hypot(...query) > 0);
      const table = new VectorTable(5, "cosine");
      table.set("same", query, {});
      table.set(
        "opposite",
        query.map((n) => -n),
        {},
      );
      const [same, opposite] = table.nearest(query, 2);
      expect(same?.distance).toBeGreaterThanOrEqual(0);
      expect(same?.distance).toBeCloseTo(0, 5);
      expect(opposite?.distance).toBeLessThanOrEqual(2);
      expect(opposite?.distance).toBeCloseTo(2, 5);
    }),
  );
});

it("compares directions of numbers as large and as small as Float32 has", () => {
  const table = new VectorTable(2, "cosine");
  table.set("large", Float32Array.of(3e38, 3e38), {});
  table.set("small", Float32Array.of(1e-44, 0), {});
  const hits = table.nearest(Float32Array.of(2e38, 0), 2);
  expect(hits.map(({ key }) => key)).toEqual(["small", "large"]);
  expect(hits[1]?.distance).toBeCloseTo(1 - Math.SQRT1_2, 5);
});

it("keeps metadata with its vector when others go", () => {
  const table = new VectorTable(2, "cosine");
  for (const [n, key] of ["a", "b", "c"].entries()) table.set(key, Float32Array.of(1, n), { n, video: "v" });
  table.delete("a");
  expect(["a", "b", "c"].map((key) => table.metadataOf(key))).toEqual([
    {},
    { n: 1, video: "v" },
    { n: 2, video: "v" },
  ]);
  const hits = table.nearest(Float32Array.of(1, 0), 3, ({ n }) => n === 2);
  expect(hits.map(({ key }) => key)).toEqual(["c"]);
});

function distance(metric: string, a: readonly number[], b: readonly number[]): number {
  const sum = (of: (i: number) => number) => a.reduce((total, _, i) => total + of(i), 0);
  const [x, y] = [(i: number) => a[i] ?? 0, (i: number) => b[i] ?? 0];
  if (metric === "euclidean") return Math.hypot(...a.map((_, i) => x(i) - y(i)));
  return 1 - sum((i) => x(i) * y(i)) / Math.sqrt(sum((i) => x(i) ** 2) * sum((i) => y(i) ** 2));
}

it("finds anew what a query had found before a change", () => {
  const table = new VectorTable(2, "cosine");
  const query = Float32Array.from([1, 0]);
  const keys = () => table.found.of("query", () => table.nearest(query, 10)).map(({ key }) => key);
  table.set("a", Float32Array.from([1, 1]), {});
  expect(keys()).toEqual(["a"]);
  table.set("b", Float32Array.from([1, 0]), {});
  expect(keys()).toEqual(["b", "a"]);
  table.delete("a");
  expect(keys()).toEqual(["b"]);
});
