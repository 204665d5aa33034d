import { fastestEngine } from "./engine.ts";
import { type Engine, type Shard, strideOf } from "./shard.ts";

/**
 * Vectors of one dimension as the rows of a matrix of Float32, to be compared with queries. Rows have numbers from 0 on.
 * Of unit vectors the products are cosine similarities; other lengths are the caller's business.
 */
export class Matrix {
  readonly dimension: number;
  readonly #engine: Engine;
  readonly #stride: number;
  readonly #shards: Shard[] = [];
  #rows = 0;

  /**
   * @param engine the fastest of this machine unless given
   * @throws RangeError when the dimension is no whole number above 0
   */
  constructor(dimension: number, engine: Engine = fastestEngine()) {
    if (!Number.isInteger(dimension) || dimension < 1) throw new RangeError(`${dimension} is no dimension`);
    this.dimension = dimension;
    this.#engine = engine;
    this.#stride = strideOf(dimension);
  }

  get rows(): number {
    return this.#rows;
  }

  /** The numbers of a row, not a copy. The next change of the matrix may part them from it. @throws RangeError */
  row(row: number): Float32Array {
    this.#check(row);
    return this.#numbers(row);
  }

  /** Adds a row and gives its number. @throws RangeError for another dimension, NaN and infinity */
  append(vector: Float32Array): number {
    this.#checkVector(vector);
    this.#reserve(this.#rows + 1);
    this.#numbers(this.#rows).set(vector);
    return this.#rows++;
  }

  /** Overwrites a row. @throws RangeError for a row that is not there, another dimension, NaN and infinity */
  set(row: number, vector: Float32Array): void {
    this.#check(row);
    this.#checkVector(vector);
    this.#numbers(row).set(vector);
  }

  /** Takes a row away; the last row gets its number, so that no gap is left. @throws RangeError */
  remove(row: number): void {
    this.#check(row);
    const last = this.#rows - 1;
    if (row !== last) this.#numbers(row).set(this.#numbers(last));
    this.#rows = last;
  }

  /** Takes all rows away and keeps the memory: to fill it anew is cheaper than to make another matrix. */
  clear(): void {
    this.#rows = 0;
  }

  /**
   * Adds rows as they are stored: Float32, little-endian (as is the memory of every machine that this runs on), one or
   * many after another. All of them or none.
   * @throws RangeError when the bytes are not whole rows, or hold NaN or infinity
   */
  load(bytes: Uint8Array): void {
    const rowBytes = this.dimension * Float32Array.BYTES_PER_ELEMENT;
    if (bytes.byteLength % rowBytes !== 0) {
      throw new RangeError(`${bytes.byteLength} bytes are no vectors of ${this.dimension} numbers`);
    }
    const count = bytes.byteLength / rowBytes;
    this.#reserve(this.#rows + count);
    for (let n = 0; n < count; n++) {
      const numbers = this.#numbers(this.#rows + n);
      // Byte by byte: stored vectors need not begin at a multiple of 4.
      const target = new Uint8Array(numbers.buffer, numbers.byteOffset, rowBytes);
      target.set(bytes.subarray(n * rowBytes, (n + 1) * rowBytes));
      checkFinite(numbers);
    }
    this.#rows += count;
  }

  /**
   * The dot products of every query with every row: one list per query, in the order of the rows.
   * @throws RangeError when a query has another dimension, NaN or infinity
   */
  dotProducts(queries: readonly Float32Array[]): Float32Array[] {
    for (const query of queries) this.#checkVector(query);
    const products = queries.map(() => new Float32Array(this.#rows));
    let from = 0;
    for (const shard of this.#shards) {
      const to = Math.min(this.#rows, from + shard.capacity);
      if (to === from) break;
      shard.dotProducts(
        queries,
        products.map((list) => list.subarray(from, to)),
      );
      from = to;
    }
    return products;
  }

  #reserve(rows: number): void {
    for (let n = 0, left = rows; left > 0; n++) {
      const shard = this.#shards[n] ?? this.#engine(this.#stride);
      this.#shards[n] = shard;
      shard.reserve(Math.min(left, shard.capacity));
      left -= shard.capacity;
    }
  }

  #numbers(row: number): Float32Array {
    const { capacity } = this.#shards[0] as Shard;
    const shard = this.#shards[Math.floor(row / capacity)] as Shard;
    return shard.row(row % capacity).subarray(0, this.dimension);
  }

  #check(row: number): void {
    if (!(Number.isInteger(row) && row >= 0 && row < this.#rows)) {
      throw new RangeError(`There is no row ${row} in ${this.#rows} rows`);
    }
  }

  #checkVector(vector: Float32Array): void {
    if (vector.length !== this.dimension) {
      throw new RangeError(`A vector of ${vector.length} numbers among those of ${this.dimension}`);
    }
    checkFinite(vector);
  }
}

/** NaN has no place in an order, and infinity times 0 makes NaN. */
function checkFinite(numbers: Float32Array): void {
  for (let i = 0; i < numbers.length; i++) {
    if (!Number.isFinite(numbers[i])) throw new RangeError("A vector must hold finite numbers only");
  }
}
