import { readFields } from "../fields.ts";
import { BUCKET_FIELDS, bucketArn, readBucket } from "../names.ts";
import type { Operation } from "../service.ts";

export const deleteVectorBucketPolicy: Operation = async ({ repository, place, inTurn }, input, caller) => {
  const name = readBucket(readFields(input, BUCKET_FIELDS), place);
  caller.authorize("s3vectors:DeleteVectorBucketPolicy", bucketArn(place, name));
  return inTurn(async () => {
    const { policy: _, ...rest } = await repository.bucket(name);
    await repository.buckets.put(name, rest);
    return {};
  });
};
