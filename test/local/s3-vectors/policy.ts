import { GetVectorBucketCommand } from "@aws-sdk/client-s3vectors";
import type { Target } from "./target.ts";

/** A policy that lets the bucket's own account do one thing. */
export async function policyFor({ client, vectorBucketName }: Target, Action: string): Promise<string> {
  const { vectorBucket } = await client.send(new GetVectorBucketCommand({ vectorBucketName }));
  const Resource = vectorBucket?.vectorBucketArn ?? "";
  const Principal = { AWS: `arn:aws:iam::${Resource.split(":")[4]}:root` };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action, Resource }],
  });
}
