import { conflict } from "../errors.ts";
import { readFields } from "../fields.ts";
import { BUCKET_FIELDS, bucketArn, readBucket } from "../names.ts";
import type { Operation } from "../service.ts";

export const deleteVectorBucket: Operation = async ({ repository, place, inTurn }, input, caller) => {
  const name = readBucket(readFields(input, BUCKET_FIELDS), place);
  caller.authorize("s3vectors:DeleteVectorBucket", bucketArn(place, name));
  return inTurn(async () => {
    await repository.bucket(name);
    for await (const _ of repository.indexes.entries({ gt: `${name}/`, lt: `${name}0`, limit: 1 })) {
      throw conflict("The specified vector bucket is not empty");
    }
    await repository.buckets.delete(name);
    return {};
  });
};
