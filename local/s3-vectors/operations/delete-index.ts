import { readFields } from "../fields.ts";
import { INDEX_FIELDS, indexArn, readIndex } from "../names.ts";
import type { Operation } from "../service.ts";

export const deleteIndex: Operation = async ({ repository, place, inTurn }, input, caller) => {
  const address = readIndex(readFields(input, INDEX_FIELDS), place);
  caller.authorize("s3vectors:DeleteIndex", indexArn(place, address));
  return inTurn(async () => {
    await repository.deleteIndex(await repository.index(address));
    return {};
  });
};
