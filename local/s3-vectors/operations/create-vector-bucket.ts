import { readEncryption } from "../encryption.ts";
import { conflict } from "../errors.ts";
import { readFields } from "../fields.ts";
import { bucketArn, NAME_RULE } from "../names.ts";
import type { Operation } from "../service.ts";

export const createVectorBucket: Operation = async ({ repository, clock, place, inTurn }, input, caller) => {
  const fields = readFields(input, ["vectorBucketName", "encryptionConfiguration", "tags"]);
  const name = fields.requiredString("vectorBucketName", NAME_RULE);
  caller.authorize("s3vectors:CreateVectorBucket", bucketArn(place, name));
  const encryption = readEncryption(fields);
  return inTurn(async () => {
    if (await repository.buckets.get(name))
      throw conflict("A vector bucket with the specified name already exists");
    await repository.buckets.put(name, { name, creationTime: clock.now() / 1000, encryption });
    return { vectorBucketArn: bucketArn(place, name) };
  });
};
