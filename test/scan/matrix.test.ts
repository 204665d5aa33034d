import fc from "fast-check";
import { Matrix } from "../../scan/matrix.ts";
import { similarities } from "../../scan/similarities.ts";
import { dotOf, ENGINES, scattered, wholeVector } from "./vectors.ts";

const DIMENSION = 5;
const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const step = fc.oneof(
  fc.record({ act: fc.constant("append" as const) }),
  fc.record({ act: fc.constant("load" as const), count: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ act: fc.constantFrom("set" as const, "remove" as const), position }),
  fc.record({ act: fc.constant("clear" as const) }),
);

const bytesOf = (vectors: readonly Float32Array[]) =>
  Buffer.concat(vectors.map((vector) => Buffer.from(vector.buffer)));

describe.each(ENGINES)("%s", (_, engine) => {
  test("holds what any appends, loads, overwrites and removals leave", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer(), (steps, seed) => {
        const next = scattered(seed);
        const make = () => wholeVector(DIMENSION, next);
        const matrix = new Matrix(DIMENSION, engine);
        const model: Float32Array[] = [];
        for (const each of steps) {
          if (each.act === "append") {
            const vector = make();
            expect(matrix.append(vector)).toBe(model.push(vector) - 1);
          } else if (each.act === "load") {
            const vectors = Array.from({ length: each.count }, make);
            matrix.load(bytesOf(vectors));
            model.push(...vectors);
          } else if (each.act === "clear") {
            matrix.clear();
            model.length = 0;
          } else if (model.length > 0) {
            const row = Math.floor(each.position * model.length);
            const other = each.act === "set" ? make() : model.at(-1);
            if (other) model[row] = other;
            if (each.act === "set" && other) matrix.set(row, other);
            if (each.act === "remove") {
              matrix.remove(row);
              model.pop();
            }
          }
        }
        const query = make();
        expect(matrix.rows).toBe(model.length);
        expect(model.map((_vector, row) => matrix.row(row))).toEqual(model);
        expect([...similarities(matrix, query)]).toEqual(model.map((vector) => dotOf(vector, query)));
      }),
    );
  });

  test("loads stored bytes that begin anywhere", () => {
    const vector = Float32Array.of(1, -2, 0.5, 4, 0.125);
    const stored = new Uint8Array(1 + 2 * vector.byteLength);
    stored.set(bytesOf([vector, vector]), 1);
    const matrix = new Matrix(DIMENSION, engine);
    matrix.load(stored.subarray(1));
    expect([matrix.row(0), matrix.row(1)]).toEqual([vector, vector]);
  });

  test.each([
    ["a part of a vector", new Uint8Array(4 * DIMENSION + 4)],
    ["NaN", bytesOf([Float32Array.of(1, 2, 3, 4, 5), Float32Array.of(1, 2, Number.NaN, 4, 5)])],
  ])("loads nothing of bytes that hold %s", (_name, bytes) => {
    const matrix = new Matrix(DIMENSION, engine);
    expect(() => matrix.load(bytes)).toThrow(RangeError);
    expect(matrix.rows).toBe(0);
  });

  test.each([
    ["another dimension", [1, 2, 3]],
    ["NaN", [1, 2, Number.NaN, 4, 5]],
    ["infinity", [1, 2, 3, 4, Number.NEGATIVE_INFINITY]],
  ])("refuses a vector with %s and keeps what it had", (_name, numbers) => {
    const kept = Float32Array.of(1, 2, 3, 4, 5);
    const matrix = new Matrix(DIMENSION, engine);
    matrix.append(kept);
    const vector = Float32Array.from(numbers);
    expect(() => matrix.append(vector)).toThrow(RangeError);
    expect(() => matrix.set(0, vector)).toThrow(RangeError);
    expect([matrix.rows, matrix.row(0)]).toEqual([1, kept]);
  });

  test.each([-1, 1, 0.5, Number.NaN])("has no row %d", (row) => {
    const matrix = new Matrix(1, engine);
    matrix.append(Float32Array.of(1));
    expect(() => matrix.row(row)).toThrow(`There is no row ${row} in 1 rows`);
    expect(() => matrix.set(row, Float32Array.of(1))).toThrow(RangeError);
    expect(() => matrix.remove(row)).toThrow(RangeError);
  });
});

test.each([0, -4, 1.5, Number.NaN])("refuses the dimension %d", (dimension) => {
  expect(() => new Matrix(dimension)).toThrow(RangeError);
});
