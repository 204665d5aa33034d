import { decodeVector, type VectorRecord } from "./repository.ts";

/** Which parts of a vector an answer carries beside its key. */
export interface Shown {
  readonly data: boolean;
  readonly metadata: boolean;
}

/** A stored vector as GetVectors and ListVectors give it. */
export function showVector(key: string, { data, metadata }: VectorRecord, shown: Shown): object {
  return {
    key,
    ...(shown.data ? { data: { float32: [...decodeVector(data)] } } : {}),
    ...(shown.metadata && metadata ? { metadata } : {}),
  };
}
