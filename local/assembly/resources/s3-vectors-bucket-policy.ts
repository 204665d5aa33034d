import * as z from "zod";
import { parsePolicy } from "../iam/statement.ts";
import { defineResource } from "../resource-type.ts";
import { TemplateError } from "../template-error.ts";

export const s3VectorsBucketPolicy = defineResource({
  type: "AWS::S3Vectors::VectorBucketPolicy",
  properties: {
    VectorBucketName: z.string().optional(),
    VectorBucketArn: z.string().optional(),
    Policy: z.unknown(),
  },
  create: ({ properties, place }, { access }) => {
    const { VectorBucketName: name, VectorBucketArn: given } = properties;
    const owner = given ?? (name && `arn:aws:s3vectors:${place.region}:${place.account}:bucket/${name}`);
    if (owner === undefined)
      throw new TemplateError("the policy needs a VectorBucketName or VectorBucketArn");
    access.protect(owner, parsePolicy(properties.Policy, "resource"));
  },
});
