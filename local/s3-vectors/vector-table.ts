import { cosineDistance, type DistanceMetric, dot, euclideanDistance, norm } from "./distance.ts";
import type { Metadata, Predicate } from "./filter.ts";
import { type Hit, Nearest } from "./nearest.ts";

/** Vectors of one block; growing by blocks copies nothing. */
const BLOCK = 1024;

interface Row {
  readonly key: string;
  readonly metadata: Metadata;
  readonly norm: number;
}

/** All vectors of one index in memory, for exact scans. */
export class VectorTable {
  readonly #dimension: number;
  readonly #metric: DistanceMetric;
  readonly #blocks: Float32Array[] = [];
  readonly #rows: (Row | undefined)[] = [];
  readonly #slots = new Map<string, number>();
  readonly #free: number[] = [];

  constructor(dimension: number, metric: DistanceMetric) {
    this.#dimension = dimension;
    this.#metric = metric;
  }

  get size(): number {
    return this.#slots.size;
  }

  /** Empty when the vector has none, or is not there. */
  metadataOf(key: string): Metadata {
    const slot = this.#slots.get(key);
    return (slot === undefined ? undefined : this.#rows[slot]?.metadata) ?? {};
  }

  set(key: string, vector: Float32Array, metadata: Metadata): void {
    const slot = this.#slots.get(key) ?? this.#free.pop() ?? this.#rows.length;
    const place = Math.floor(slot / BLOCK);
    const block = this.#blocks[place] ?? new Float32Array(BLOCK * this.#dimension);
    this.#blocks[place] = block;
    block.set(vector, (slot % BLOCK) * this.#dimension);
    this.#rows[slot] = { key, metadata, norm: norm(vector) };
    this.#slots.set(key, slot);
  }

  delete(key: string): void {
    const slot = this.#slots.get(key);
    if (slot === undefined) return;
    this.#slots.delete(key);
    this.#rows[slot] = undefined;
    this.#free.push(slot);
  }

  /** The `limit` vectors nearest to `query` among those that `accepts` lets through, nearest first. */
  nearest(query: Float32Array, limit: number, accepts: Predicate): Hit[] {
    const nearest = new Nearest(limit);
    const queryNorm = norm(query);
    for (let slot = 0; slot < this.#rows.length; slot += 1) {
      const row = this.#rows[slot];
      const block = this.#blocks[Math.floor(slot / BLOCK)];
      if (!row || !block || !accepts(row.metadata)) continue;
      const from = (slot % BLOCK) * this.#dimension;
      const distance =
        this.#metric === "cosine"
          ? cosineDistance(dot(query, block, from), queryNorm, row.norm)
          : euclideanDistance(query, block, from);
      if (distance <= nearest.bound) nearest.offer({ key: row.key, distance });
    }
    return nearest.sorted();
  }
}
