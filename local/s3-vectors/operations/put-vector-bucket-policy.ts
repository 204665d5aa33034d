import { invalidRequest } from "../errors.ts";
import { readFields } from "../fields.ts";
import { BUCKET_FIELDS, bucketArn, readBucket } from "../names.ts";
import type { Operation } from "../service.ts";

/** Kept and given back. Rights come from the roles of the template, to which a policy here adds nothing. */
export const putVectorBucketPolicy: Operation = async ({ repository, place, inTurn }, input, caller) => {
  const fields = readFields(input, [...BUCKET_FIELDS, "policy"]);
  const name = readBucket(fields, place);
  const policy = fields.requiredString("policy");
  caller.authorize("s3vectors:PutVectorBucketPolicy", bucketArn(place, name));
  try {
    JSON.parse(policy);
  } catch {
    throw invalidRequest("Policies must be valid JSON");
  }
  return inTurn(async () => {
    await repository.buckets.put(name, { ...(await repository.bucket(name)), policy });
    return {};
  });
};
