import { randomUUID } from "node:crypto";
import type { Change, Records, Store } from "../store.ts";
import type { DistanceMetric } from "./distance.ts";
import { notFound } from "./errors.ts";
import type { Metadata } from "./filter.ts";
import type { IndexAddress } from "./names.ts";
import { VectorTable } from "./vector-table.ts";

export interface BucketRecord {
  readonly name: string;
  /** Seconds since 1970. */
  readonly creationTime: number;
  readonly encryption?: Readonly<Record<string, unknown>>;
  /** JSON text of the bucket policy. Kept and given back; rights come from the roles alone. */
  readonly policy?: string;
}

export interface IndexRecord extends IndexAddress {
  /** Names the records of its vectors: an index made anew never sees those of its predecessor. */
  readonly id: string;
  readonly creationTime: number;
  readonly dimension: number;
  readonly distanceMetric: DistanceMetric;
  readonly nonFilterableKeys: readonly string[];
  readonly encryption?: Readonly<Record<string, unknown>>;
}

/** A stored vector; `data` is little-endian Float32 in base64. */
export interface VectorRecord {
  readonly data: string;
  readonly metadata?: Metadata;
}

/** Buckets, indexes and vectors on disk, and the vectors of the indexes in use in memory. */
export interface Repository {
  readonly buckets: Records<BucketRecord>;
  readonly indexes: Records<IndexRecord>;
  /** @throws ServiceError `NotFoundException` */
  bucket(name: string): Promise<BucketRecord>;
  /** @throws ServiceError `NotFoundException` for the bucket or the index */
  index(address: IndexAddress): Promise<IndexRecord>;
  vectors(index: IndexRecord): Records<VectorRecord>;
  /** The vectors in memory; read from disk at the first call. */
  table(index: IndexRecord): Promise<VectorTable>;
  /** Stores the vectors, or deletes those without a record, all or none. */
  writeVectors(index: IndexRecord, changes: ReadonlyMap<string, VectorRecord | undefined>): Promise<void>;
  deleteIndex(index: IndexRecord): Promise<void>;
}

export const indexKey = ({ bucket, index }: IndexAddress) => `${bucket}/${index}`;
export const newIndexId = () => randomUUID();

export function createRepository(store: Store): Repository {
  const buckets = store.records<BucketRecord>("s3vectors-buckets");
  const indexes = store.records<IndexRecord>("s3vectors-indexes");
  const vectors = (index: IndexRecord) => store.records<VectorRecord>(`s3vectors-vectors-${index.id}`);
  const tables = new Map<string, Promise<VectorTable>>();

  const bucket = async (name: string) => {
    const found = await buckets.get(name);
    if (!found) throw notFound("vector bucket");
    return found;
  };
  async function load(index: IndexRecord): Promise<VectorTable> {
    const table = new VectorTable(index.dimension, index.distanceMetric);
    // One array for all: of 100 000 short-lived ones the collector would let many pile up.
    const vector = new Float32Array(index.dimension);
    const bytes = Buffer.from(vector.buffer);
    for await (const [key, { data, metadata }] of vectors(index).entries()) {
      if (bytes.write(data, "base64") !== bytes.length)
        throw new Error(`The stored vector ${key} is damaged`);
      table.set(key, vector, metadata ?? {});
    }
    return table;
  }
  return {
    buckets,
    indexes,
    bucket,
    vectors,
    async index(address) {
      const found = await indexes.get(indexKey(address));
      if (found) return found;
      await bucket(address.bucket);
      throw notFound("index");
    },
    table(index) {
      const table = tables.get(index.id) ?? load(index);
      tables.set(index.id, table);
      return table;
    },
    async writeVectors(index, changes) {
      const records = vectors(index);
      await store.write([...changes].map(([key, record]) => records.change(key, record)));
      const table = await tables.get(index.id);
      for (const [key, record] of table ? changes : []) {
        if (record) table?.set(key, decodeVector(record.data), record.metadata ?? {});
        else table?.delete(key);
      }
    },
    async deleteIndex(index) {
      const records = vectors(index);
      const changes: Change[] = [indexes.change(indexKey(index), undefined)];
      for await (const [key] of records.entries()) changes.push(records.change(key, undefined));
      await store.write(changes);
      tables.delete(index.id);
    },
  };
}

export function encodeVector(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64");
}

export function decodeVector(data: string): Float32Array {
  const bytes = Buffer.from(data, "base64");
  const vector = new Float32Array(bytes.length / Float32Array.BYTES_PER_ELEMENT);
  new Uint8Array(vector.buffer).set(bytes);
  return vector;
}
