import type { Matrix } from "./matrix.ts";
import { similarities } from "./similarities.ts";
import { type Choice, type Neighbour, topK } from "./top-k.ts";

/**
 * The `k` rows that are most similar to the query, most similar first; equal ones by ascending row. An exact scan: every
 * row is looked at.
 * @throws RangeError for a query that does not fit, or a `k` that is no whole number from 0 on
 */
export function nearest(matrix: Matrix, query: Float32Array, k: number, choice: Choice = {}): Neighbour[] {
  return topK(similarities(matrix, query), k, choice);
}
