import { readFields } from "../fields.ts";
import { MAX_VECTORS_PER_WRITE } from "../limits.ts";
import { INDEX_FIELDS, indexArn, readIndex } from "../names.ts";
import { readKeys } from "../read-keys.ts";
import type { Operation } from "../service.ts";

/** Deletes up to 500 vectors; keys that are not there are no error. */
export const deleteVectors: Operation = async ({ repository, place, inTurn }, input, caller) => {
  const fields = readFields(input, [...INDEX_FIELDS, "keys"]);
  const address = readIndex(fields, place);
  const keys = readKeys(fields, MAX_VECTORS_PER_WRITE);
  caller.authorize("s3vectors:DeleteVectors", indexArn(place, address));
  return inTurn(async () => {
    const index = await repository.index(address);
    await repository.writeVectors(index, new Map(keys.map((key) => [key, undefined])));
    return {};
  });
};
