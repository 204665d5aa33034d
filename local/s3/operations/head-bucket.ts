import { authorizeBucket } from "../access.ts";
import type { Operation } from "../operation.ts";

export const headBucket: Operation = {
  method: "HEAD",
  on: "bucket",
  async run(s3, { bucket, caller }) {
    authorizeBucket(caller, "s3:ListBucket", bucket);
    await s3.buckets.require(bucket);
    return {
      status: 200,
      headers: { "x-amz-bucket-region": s3.place.region, "content-type": "application/xml" },
    };
  },
};
