import { blockRows, type Engine } from "./shard.ts";

/** Rows of a shard are allocated together: small enough for a matrix of few rows, large enough that there are few shards. */
const BYTES = 2 ** 20;

/** Rows in an ordinary array, for machines that cannot run the kernel. */
export const plainShard: Engine = (stride) => {
  const capacity = Math.max(1, Math.floor(BYTES / (stride * Float32Array.BYTES_PER_ELEMENT)));
  const block = blockRows(stride);
  const numbers = new Float32Array(capacity * stride);
  return {
    capacity,
    reserve() {},
    row: (row) => numbers.subarray(row * stride, (row + 1) * stride),
    dotProducts(queries, out) {
      const rows = out[0]?.length ?? 0;
      for (let from = 0; from < rows; from += block) {
        const to = Math.min(rows, from + block);
        for (const [n, query] of queries.entries()) {
          const products = out[n];
          for (let row = from; products && row < to; row++) products[row] = dot(query, numbers, row * stride);
        }
      }
    },
  };
};

/** Eight sums that do not wait for each other keep the processor's units busy. Declared one by one: a pattern is slow. */
function dot(query: Float32Array, numbers: Float32Array, from: number): number {
  const whole = query.length - (query.length % 8);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  let i = 0;
  for (; i < whole; i += 8) {
    s0 += at(query, i) * at(numbers, from + i);
    s1 += at(query, i + 1) * at(numbers, from + i + 1);
    s2 += at(query, i + 2) * at(numbers, from + i + 2);
    s3 += at(query, i + 3) * at(numbers, from + i + 3);
    s4 += at(query, i + 4) * at(numbers, from + i + 4);
    s5 += at(query, i + 5) * at(numbers, from + i + 5);
    s6 += at(query, i + 6) * at(numbers, from + i + 6);
    s7 += at(query, i + 7) * at(numbers, from + i + 7);
  }
  for (; i < query.length; i++) s0 += at(query, i) * at(numbers, from + i);
  return s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7));
}

/** The loops above stay inside both arrays; a check for each number would double the time of a scan. */
const at = (numbers: Float32Array, i: number) => numbers[i] as number;
