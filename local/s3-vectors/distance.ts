export type DistanceMetric = "cosine" | "euclidean";

/** Products of two vectors of the same length, `b` starting at `from`. Four sums keep the processor's units busy. */
export function dot(a: Float32Array, b: Float32Array, from: number): number {
  const length = a.length;
  const whole = length - (length % 4);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i < whole; i += 4) {
    s0 += at(a, i) * at(b, from + i);
    s1 += at(a, i + 1) * at(b, from + i + 1);
    s2 += at(a, i + 2) * at(b, from + i + 2);
    s3 += at(a, i + 3) * at(b, from + i + 3);
  }
  for (; i < length; i += 1) s0 += at(a, i) * at(b, from + i);
  return s0 + s1 + (s2 + s3);
}

export function norm(vector: Float32Array): number {
  return Math.sqrt(dot(vector, vector, 0));
}

/** 1 - cosine similarity: 0 for the same direction, 2 for the opposite one. */
export function cosineDistance(product: number, normA: number, normB: number): number {
  // Rounding can put the similarity of equal vectors a little above 1.
  return Math.min(2, Math.max(0, 1 - product / (normA * normB)));
}

/** Length of the difference. */
export function euclideanDistance(a: Float32Array, b: Float32Array, from: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let i = 0;
  for (; i + 1 < a.length; i += 2) {
    const d0 = at(a, i) - at(b, from + i);
    const d1 = at(a, i + 1) - at(b, from + i + 1);
    sum0 += d0 * d0;
    sum1 += d1 * d1;
  }
  if (i < a.length) {
    const d = at(a, i) - at(b, from + i);
    sum0 += d * d;
  }
  return Math.sqrt(sum0 + sum1);
}

/** The loops above stay inside both arrays; a check for each number would double the time of a scan. */
const at = (vector: Float32Array, i: number) => vector[i] as number;
