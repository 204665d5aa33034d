import fc from "fast-check";
import { topK } from "../../scan/top-k.ts";

const similarities = fc
  .array(fc.integer({ min: -3, max: 3 }), { maxLength: 60 })
  .map((numbers) => Float32Array.from(numbers));
const choice = fc.record(
  {
    accept: fc.constant((row: number) => row % 3 !== 0),
    floor: fc.integer({ min: -2, max: 4 }),
    tie: fc.constant((a: number, b: number) => b - a),
  },
  { requiredKeys: [] },
);

test("chooses what sorting everything would have put first", () => {
  fc.assert(
    fc.property(similarities, fc.nat({ max: 70 }), choice, (all, k, given) => {
      const { accept = () => true, floor = Number.NEGATIVE_INFINITY, tie = (a, b) => a - b } = given;
      const sorted = [...all]
        .map((similarity, row) => ({ row, similarity }))
        .filter(({ row, similarity }) => similarity >= floor && accept(row))
        .sort((a, b) => b.similarity - a.similarity || tie(a.row, b.row));
      expect(topK(all, k, given)).toEqual(sorted.slice(0, k));
    }),
  );
});

test("asks only about rows that would be chosen otherwise", () => {
  const asked: number[] = [];
  const accept = (row: number) => {
    asked.push(row);
    return row !== 1;
  };
  expect(topK(Float32Array.of(5, 9, 7, 6, 8), 2, { accept, floor: 6 }).map(({ row }) => row)).toEqual([4, 2]);
  expect(asked).toEqual([1, 2, 3, 4]);
});

test("keeps infinite similarities in order", () => {
  const huge = Number.POSITIVE_INFINITY;
  expect(topK(Float32Array.of(1, huge, -huge, huge), 3).map(({ row }) => row)).toEqual([1, 3, 0]);
});

test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %d rows", (k) => {
  expect(() => topK(Float32Array.of(1), k)).toThrow(`${k} is no number of rows`);
});
