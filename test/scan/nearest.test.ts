import fc from "fast-check";
import { Matrix } from "../../scan/matrix.ts";
import { nearest } from "../../scan/nearest.ts";
import type { Engine } from "../../scan/shard.ts";
import { similarities, similaritiesOfAll } from "../../scan/similarities.ts";
import { aCase, type Case, dotOf, ENGINES, scattered, unitVector, wholeVector } from "./vectors.ts";

/**
 * Most by which the similarity of two unit vectors in Float32 may differ from that in double precision: each of up to
 * 1024 products and additions may round by 2^-24 of a value of at most 1.
 */
const EPSILON = 1024 * 2 ** -24;

type Make = (dimension: number, next: () => number) => Float32Array;

function prepare(engine: Engine, { dimension, count, seed }: Case, make: Make) {
  const next = scattered(seed);
  const query = make(dimension, next);
  const vectors = Array.from({ length: count }, () => make(dimension, next));
  const matrix = new Matrix(dimension, engine);
  for (const vector of vectors) matrix.append(vector);
  return { matrix, query, truth: vectors.map((vector) => dotOf(vector, query)) };
}

describe.each(ENGINES)("%s", (_, engine) => {
  test("gives exactly what the plain definition gives where arithmetic is exact", () => {
    fc.assert(
      fc.property(aCase, (made) => {
        const { matrix, query, truth } = prepare(engine, made, wholeVector);
        const sorted = truth
          .map((similarity, row) => ({ row, similarity }))
          .sort((a, b) => b.similarity - a.similarity || a.row - b.row);
        expect(nearest(matrix, query, made.k)).toEqual(sorted.slice(0, made.k));
      }),
    );
  });

  test("orders unit vectors as the plain definition does, but for what rounding cannot tell apart", () => {
    fc.assert(
      fc.property(aCase, (made) => {
        const { matrix, query, truth } = prepare(engine, made, unitVector);
        const found = nearest(matrix, query, made.k);
        const rows = found.map(({ row }) => row);
        expect(new Set(rows).size).toBe(Math.min(made.k, made.count));
        for (const { row, similarity } of found) {
          expect(Math.abs(similarity - (truth[row] ?? Number.NaN))).toBeLessThanOrEqual(EPSILON);
        }
        // No row behind, found or not, is truly greater by more than both roundings together.
        const left = truth.flatMap((_similarity, row) => (rows.includes(row) ? [] : [row]));
        const order = [...rows, ...left].map((row) => truth[row] ?? Number.NaN);
        for (const [n, similarity] of order.slice(0, rows.length).entries()) {
          expect(Math.max(similarity, ...order.slice(n))).toBeLessThanOrEqual(similarity + 2 * EPSILON);
        }
      }),
    );
  });

  test("answers many queries as it answers each of them", () => {
    const one = { dimension: 20, count: 700, k: 0, seed: 5 };
    const { matrix } = prepare(engine, one, unitVector);
    const next = scattered(6);
    // More than one group of 32, and rows of more than one block.
    const queries = Array.from({ length: 70 }, () => unitVector(20, next));
    expect(similaritiesOfAll(matrix, queries)).toEqual(queries.map((query) => similarities(matrix, query)));
    expect(similaritiesOfAll(matrix, [])).toEqual([]);
  });

  test("goes on past one block, one shard and one page of memory", () => {
    const { matrix, query, truth } = prepare(
      engine,
      { dimension: 512, count: 1500, k: 0, seed: 9 },
      wholeVector,
    );
    expect([...similarities(matrix, query)]).toEqual(truth);
  });

  test("finds nothing in an empty matrix", () => {
    expect(nearest(new Matrix(3, engine), Float32Array.of(1, 0, 0), 5)).toEqual([]);
  });

  test.each([
    ["another dimension", [1, 0]],
    ["NaN", [1, Number.NaN, 0]],
    ["infinity", [1, Number.POSITIVE_INFINITY, 0]],
  ])("refuses a query with %s", (_name, numbers) => {
    const matrix = new Matrix(3, engine);
    matrix.append(Float32Array.of(1, 0, 0));
    expect(() => nearest(matrix, Float32Array.from(numbers), 1)).toThrow(RangeError);
  });
});

test("the kernel and JavaScript put the rows of a large matrix into the same order", () => {
  const made: Case = { dimension: 512, count: 2000, k: 50, seed: 77 };
  const [kernel, plain] = ENGINES.map(([, engine]) => {
    const { matrix, query } = prepare(engine, made, unitVector);
    return nearest(matrix, query, made.k).map(({ row }) => row);
  });
  expect(kernel).toHaveLength(50);
  expect(kernel).toEqual(plain);
});
