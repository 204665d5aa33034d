import { readFields } from "../fields.ts";
import { BUCKET_FIELDS, bucketArn, readBucket } from "../names.ts";
import type { Operation } from "../service.ts";

export const getVectorBucket: Operation = async ({ repository, place }, input, caller) => {
  const name = readBucket(readFields(input, BUCKET_FIELDS), place);
  caller.authorize("s3vectors:GetVectorBucket", bucketArn(place, name));
  const { creationTime, encryption } = await repository.bucket(name);
  return {
    vectorBucket: {
      vectorBucketName: name,
      vectorBucketArn: bucketArn(place, name),
      creationTime,
      encryptionConfiguration: encryption,
    },
  };
};
