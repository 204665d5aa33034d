import { exactSearch, MetricKind } from "usearch";
import { Matrix } from "../../scan/matrix.ts";
import { nearest } from "../../scan/nearest.ts";
import { plainShard } from "../../scan/plain-shard.ts";
import type { Engine } from "../../scan/shard.ts";
import { simdShard } from "../../scan/simd-shard.ts";
import { topK } from "../../scan/top-k.ts";
import type { Library } from "./library.ts";

/** Gives the rows of the `TOP` vectors nearest to a query, nearest first. */
export type Search = (query: Float32Array) => number[];

export const TOP = 10;

/** The ways to search, each with the library as it wants it. */
export const SEARCHERS = {
  kernel: (library: Library) => withMatrix(library, simdShard),
  "JavaScript fallback": (library: Library) => withMatrix(library, plainShard),
  "plain loop": plainLoop,
  "usearch exact, 1 thread": (library: Library) => withUsearch(library, 1),
  "usearch exact, all cores": (library: Library) => withUsearch(library, 0),
} as const;

function withMatrix({ dimension, numbers }: Library, engine: Engine): Search {
  const matrix = new Matrix(dimension, engine);
  matrix.load(new Uint8Array(numbers.buffer));
  return (query) => nearest(matrix, query, TOP).map(({ row }) => row);
}

/** What one writes first: one sum, number after number. */
function plainLoop({ dimension, count, numbers }: Library): Search {
  return (query) => {
    const products = new Float32Array(count);
    for (let row = 0; row < count; row++) {
      let sum = 0;
      for (let i = 0; i < dimension; i++) sum += (query[i] ?? 0) * (numbers[row * dimension + i] ?? 0);
      products[row] = sum;
    }
    return topK(products, TOP).map(({ row }) => row);
  };
}

function withUsearch({ dimension, numbers }: Library, threads: number): Search {
  return (query) => {
    // Its binding reads a view from the beginning of the buffer below it, so the query has to have a buffer of its own.
    const own = Float32Array.from(query);
    const { keys } = exactSearch(numbers, own, dimension, TOP, MetricKind.IP, threads);
    return Array.from(keys as ArrayLike<bigint>, Number);
  };
}
