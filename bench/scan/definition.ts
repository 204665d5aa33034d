import { type Library, rowOf } from "./library.ts";
import { TOP } from "./searchers.ts";

/** The nearest rows by the plain definition: products in double precision, all of them sorted. */
export function nearestByDefinition(library: Library, query: Float32Array): number[] {
  const products = Array.from({ length: library.count }, (_, row) => {
    const vector = rowOf(library, row);
    let sum = 0;
    for (let i = 0; i < query.length; i++) sum += (query[i] ?? 0) * (vector[i] ?? 0);
    return sum;
  });
  const rows = products.map((_, row) => row);
  return rows.sort((a, b) => (products[b] ?? 0) - (products[a] ?? 0) || a - b).slice(0, TOP);
}

/** Share of the true rows that were found. */
export function recall(found: readonly number[], truth: readonly number[]): number {
  return truth.filter((row) => found.includes(row)).length / truth.length;
}
