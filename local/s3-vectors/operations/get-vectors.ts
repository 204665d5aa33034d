import { readFields } from "../fields.ts";
import { MAX_KEYS_PER_GET } from "../limits.ts";
import { INDEX_FIELDS, indexArn, readIndex } from "../names.ts";
import { readKeys } from "../read-keys.ts";
import type { Operation } from "../service.ts";
import { type Shown, showVector } from "../show-vector.ts";

/** Gives up to 100 vectors; keys that are not there are left out. */
export const getVectors: Operation = async ({ repository, place }, input, caller) => {
  const fields = readFields(input, [...INDEX_FIELDS, "keys", "returnData", "returnMetadata"]);
  const address = readIndex(fields, place);
  const keys = readKeys(fields, MAX_KEYS_PER_GET);
  const shown: Shown = { data: fields.boolean("returnData"), metadata: fields.boolean("returnMetadata") };
  caller.authorize("s3vectors:GetVectors", indexArn(place, address));
  const records = repository.vectors(await repository.index(address));
  const found = await Promise.all(
    keys.map(async (key) => {
      const record = await records.get(key);
      return record ? [showVector(key, record, shown)] : [];
    }),
  );
  return { vectors: found.flat() };
};
