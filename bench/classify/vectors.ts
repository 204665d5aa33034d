import { normalise } from "../../lambda/domain/embedding.ts";

/** Numbers from 0 to below 1 that are the same in every run: only their spread matters. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A vector in any direction: two of them have a cosine near 0. */
export function unitVector(dimension: number, next: () => number): Float32Array {
  return normalise(Array.from({ length: dimension }, () => next() - 0.5)).vector;
}

/** A vector whose cosine with `towards` is near `cosine`. */
export function vectorNear(towards: Float32Array, cosine: number, next: () => number): Float32Array {
  const away = unitVector(towards.length, next);
  const rest = Math.sqrt(1 - cosine ** 2);
  return normalise(Array.from(towards, (value, at) => cosine * value + rest * (away[at] ?? 0))).vector;
}
