export type DistanceMetric = "cosine" | "euclidean";

/** Length of a vector, in double precision: the squares of Float32 numbers stay inside its range. */
export function norm(vector: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += at(vector, i) ** 2;
  return Math.sqrt(sum);
}

/** Writes the vector in the same direction with length 1 to `out`, and gives it. The zero vector has none. */
export function unit(vector: Float32Array, out: Float32Array): Float32Array {
  const length = norm(vector);
  for (let i = 0; i < vector.length; i++) out[i] = at(vector, i) / length;
  return out;
}

/** Length of the difference. */
export function euclideanDistance(a: Float32Array, b: Float32Array): number {
  let sum0 = 0;
  let sum1 = 0;
  let i = 0;
  for (; i + 1 < a.length; i += 2) {
    const d0 = at(a, i) - at(b, i);
    const d1 = at(a, i + 1) - at(b, i + 1);
    sum0 += d0 * d0;
    sum1 += d1 * d1;
  }
  if (i < a.length) {
    const d = at(a, i) - at(b, i);
    sum0 += d * d;
  }
  return Math.sqrt(sum0 + sum1);
}

/** The loops above stay inside both arrays; a check for each number would double the time of a scan. */
const at = (vector: Float32Array, i: number) => vector[i] as number;
