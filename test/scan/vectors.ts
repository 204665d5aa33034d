import fc from "fast-check";
import { plainShard } from "../../scan/plain-shard.ts";
import type { Engine } from "../../scan/shard.ts";
import { simdShard } from "../../scan/simd-shard.ts";

/** Both ways to compute, by name, for `test.each`. */
export const ENGINES: readonly [string, Engine][] = [
  ["kernel", simdShard],
  ["JavaScript", plainShard],
];

/** Around the step of the kernel (16 numbers) and its padding, and those of the models. */
export const DIMENSIONS: readonly number[] = [1, 3, 4, 15, 16, 17, 512, 1024];

/** The plain definition, in double precision. */
export function dotOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? Number.NaN) * (b[i] ?? Number.NaN);
  return sum;
}

/** The same numbers for the same seed, each below 1 in size (a linear congruential generator). */
export function scattered(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** A vector of length 1 in any direction. */
export function unitVector(dimension: number, next: () => number): Float32Array {
  const numbers = Array.from({ length: dimension }, next);
  const length = Math.sqrt(dotOf(numbers, numbers)) || 1;
  return Float32Array.from(numbers, (number) => number / length);
}

/** A vector of small whole numbers: products of such are exact in Float32, whatever the order of the additions. */
export function wholeVector(dimension: number, next: () => number): Float32Array {
  return Float32Array.from({ length: dimension }, () => Math.round(next() * 3));
}

export interface Case {
  readonly dimension: number;
  readonly count: number;
  readonly k: number;
  readonly seed: number;
}

/** A matrix by its size and seed, and a `k` from 0 to more than it has rows. */
export const aCase: fc.Arbitrary<Case> = fc.record({
  dimension: fc.constantFrom(...DIMENSIONS),
  count: fc.integer({ min: 0, max: 60 }),
  k: fc.integer({ min: 0, max: 70 }),
  seed: fc.integer(),
});
