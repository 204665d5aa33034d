/** Rows in one piece of memory, and the arithmetic on them. A matrix is a list of shards. */
export interface Shard {
  /** Most rows that it takes. */
  readonly capacity: number;
  /** Makes room for that many rows, at most `capacity`. New ones hold zeros. */
  reserve(rows: number): void;
  /** The numbers of a row that there is room for, padding included. The next `reserve` may part the view from the row. */
  row(row: number): Float32Array;
  /**
   * Writes the dot product of `queries[n]` and row `r` to `out[n][r]`, for as many rows as `out[n]` is long. Every row
   * is added up in the same order, so equal rows have equal products.
   */
  dotProducts(queries: readonly Float32Array[], out: readonly Float32Array[]): void;
}

/**
 * Makes an empty shard.
 * @param stride numbers of a row with its padding, from `strideOf`
 */
export type Engine = (stride: number) => Shard;

/** Numbers that the kernel takes at a time; rows are padded to a multiple with zeros, which add nothing to a product. */
const STEP = 16;

/** Numbers from the beginning of a row to that of the next. */
export function strideOf(dimension: number): number {
  return Math.ceil(dimension / STEP) * STEP;
}

/**
 * Rows that are worked on with one query after another before the next ones: they stay in the second-level cache
 * (256 KiB or more), so that many queries read each row from main memory once.
 */
export function blockRows(stride: number): number {
  return Math.max(1, Math.floor((128 * 1024) / (stride * Float32Array.BYTES_PER_ELEMENT)));
}
