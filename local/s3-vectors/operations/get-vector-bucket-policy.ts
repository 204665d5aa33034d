import { notFound } from "../errors.ts";
import { readFields } from "../fields.ts";
import { BUCKET_FIELDS, bucketArn, readBucket } from "../names.ts";
import type { Operation } from "../service.ts";

export const getVectorBucketPolicy: Operation = async ({ repository, place }, input, caller) => {
  const name = readBucket(readFields(input, BUCKET_FIELDS), place);
  caller.authorize("s3vectors:GetVectorBucketPolicy", bucketArn(place, name));
  const { policy } = await repository.bucket(name);
  if (policy === undefined) throw notFound("vector bucket policy");
  return { policy };
};
