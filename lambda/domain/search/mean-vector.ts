import { normalise } from "../embedding.ts";

/**
 * The direction between unit vectors, each counting the same, with length 1: a text and an image that are searched for
 * together, or the segments of a clip.
 * @throws RangeError when they cancel each other out
 */
export function meanVector(vectors: readonly Float32Array[]): Float32Array {
  const [first] = vectors;
  if (vectors.length === 1 && first !== undefined) return first;
  const sums = Array.from({ length: first?.length ?? 0 }, () => 0);
  for (const vector of vectors) {
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (vector[at] ?? 0);
  }
  return normalise(sums).vector;
}
