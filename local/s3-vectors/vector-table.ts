import { Matrix } from "../../scan/matrix.ts";
import { similarities } from "../../scan/similarities.ts";
import { topK } from "../../scan/top-k.ts";
import { type DistanceMetric, euclideanDistance, unit } from "./distance.ts";
import type { Metadata, Predicate } from "./filter.ts";
import { FoundLists } from "./found-lists.ts";
import { shareTexts } from "./share-texts.ts";

/** A vector that a scan found. */
export interface Hit {
  readonly key: string;
  readonly distance: number;
}

/** All vectors of one index in memory, for exact scans. */
export class VectorTable {
  readonly #metric: DistanceMetric;
  /** Of unit length when directions are compared, so that a product is a cosine and never leaves the range of Float32. */
  readonly #matrix: Matrix;
  /** Keys and metadata by the rows of the matrix. */
  readonly #keys: string[] = [];
  readonly #metadata: Metadata[] = [];
  readonly #rows = new Map<string, number>();
  readonly #direction: Float32Array;
  /** For the pages of a query. */
  readonly found = new FoundLists<Hit>();
  #latest: Metadata = {};

  constructor(dimension: number, metric: DistanceMetric) {
    this.#matrix = new Matrix(dimension);
    this.#direction = new Float32Array(dimension);
    this.#metric = metric;
  }

  get size(): number {
    return this.#keys.length;
  }

  /** Empty when the vector has none, or is not there. */
  metadataOf(key: string): Metadata {
    const row = this.#rows.get(key);
    return (row === undefined ? undefined : this.#metadata[row]) ?? {};
  }

  /** Stores a copy of the vector. */
  set(key: string, vector: Float32Array, metadata: Metadata): void {
    this.found.forget();
    const numbers = this.#metric === "cosine" ? unit(vector, this.#direction) : vector;
    const known = this.#rows.get(key);
    if (known !== undefined) this.#matrix.set(known, numbers);
    const row = known ?? this.#matrix.append(numbers);
    this.#keys[row] = key;
    this.#latest = shareTexts(metadata, this.#latest);
    this.#metadata[row] = this.#latest;
    this.#rows.set(key, row);
  }

  delete(key: string): void {
    const row = this.#rows.get(key);
    if (row === undefined) return;
    this.found.forget();
    this.#rows.delete(key);
    this.#matrix.remove(row);
    const [lastKey, lastMetadata] = [this.#keys.pop(), this.#metadata.pop()];
    if (lastKey === undefined || lastMetadata === undefined || lastKey === key) return;
    // The matrix has put its last row into the gap.
    this.#keys[row] = lastKey;
    this.#metadata[row] = lastMetadata;
    this.#rows.set(lastKey, row);
  }

  /**
   * The `limit` vectors nearest to `query` among those that `accepts` lets through, nearest first; equal distances in
   * the order of the keys, so that the same query always gives the same list.
   */
  nearest(query: Float32Array, limit: number, accepts?: Predicate): Hit[] {
    const isCosine = this.#metric === "cosine";
    const scores = isCosine ? this.#cosines(query) : this.#nearness(query);
    const found = topK(scores, limit, {
      tie: (a, b) => (this.#key(a) < this.#key(b) ? -1 : 1),
      accept: accepts && ((row) => accepts(this.#metadata[row] ?? {})),
    });
    return found.map(({ row, similarity }) => ({
      key: this.#key(row),
      // 1 - cosine: 0 for the same direction, 2 for the opposite one.
      distance: isCosine ? 1 - similarity : -similarity,
    }));
  }

  #cosines(query: Float32Array): Float32Array {
    const cosines = similarities(this.#matrix, unit(query, this.#direction));
    // Rounding can put the products of equal vectors a little above 1.
    for (let row = 0; row < cosines.length; row++)
      cosines[row] = Math.min(1, Math.max(-1, cosines[row] as number));
    return cosines;
  }

  /** Negative distances. From products they would lose all precision between vectors that are close together. */
  #nearness(query: Float32Array): Float32Array {
    const scores = new Float32Array(this.size);
    for (let row = 0; row < scores.length; row++)
      scores[row] = -euclideanDistance(query, this.#matrix.row(row));
    return scores;
  }

  #key(row: number): string {
    return this.#keys[row] ?? "";
  }
}
