import { invalidRequest } from "../errors.ts";
import { readFields } from "../fields.ts";
import type { Metadata } from "../filter.ts";
import { MAX_KEY_LENGTH, MAX_VECTORS_PER_WRITE } from "../limits.ts";
import { metadataFault } from "../metadata.ts";
import { INDEX_FIELDS, indexArn, readIndex } from "../names.ts";
import { encodeVector, type IndexRecord, type VectorRecord } from "../repository.ts";
import type { Operation } from "../service.ts";
import { parseVector } from "../vector-data.ts";

/** Stores 1 to 500 vectors, all or none; a key that exists is overwritten. */
export const putVectors: Operation = async ({ repository, place, inTurn }, input, caller) => {
  const fields = readFields(input, [...INDEX_FIELDS, "vectors"]);
  const address = readIndex(fields, place);
  const vectors = fields.list("vectors", 1, MAX_VECTORS_PER_WRITE);
  caller.authorize("s3vectors:PutVectors", indexArn(place, address));
  return inTurn(async () => {
    const index = await repository.index(address);
    const nonFilterable = new Set(index.nonFilterableKeys);
    const changes = new Map(vectors.map((vector, n) => parseRecord(vector, n, index, nonFilterable)));
    await repository.writeVectors(index, changes);
    return {};
  });
};

function parseRecord(
  value: unknown,
  n: number,
  index: IndexRecord,
  nonFilterable: ReadonlySet<string>,
): [string, VectorRecord] {
  const fields = readFields(value, ["key", "data", "metadata"], `/vectors/${n}`);
  const key = fields.requiredString("key", { max: MAX_KEY_LENGTH });
  const invalid = (fault: string) => invalidRequest(`Invalid record for key '${key}': ${fault}`);
  const vector = parseVector(fields.raw("data"), index);
  if (!(vector instanceof Float32Array)) throw invalid(vector.fault);
  const metadata = fields.raw("metadata");
  if (metadata === undefined) return [key, { data: encodeVector(vector) }];
  const fault = metadataFault(metadata, nonFilterable);
  if (fault !== undefined) throw invalid(fault);
  return [key, { data: encodeVector(vector), metadata: metadata as Metadata }];
}
