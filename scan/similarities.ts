import type { Matrix } from "./matrix.ts";

/** The dot product of every row with the query, in the order of the rows. @throws RangeError for a query that does not fit */
export function similarities(matrix: Matrix, query: Float32Array): Float32Array {
  const [products] = matrix.dotProducts([query]);
  return products as Float32Array;
}

/**
 * The dot products of every row with each of many queries, one list per query. Up to 32 queries read each row from main
 * memory once, so this is faster than asking one by one.
 * @throws RangeError for a query that does not fit
 */
export function similaritiesOfAll(matrix: Matrix, queries: readonly Float32Array[]): Float32Array[] {
  return matrix.dotProducts(queries);
}
