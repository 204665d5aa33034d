import * as z from "zod";
import { defineResource, type Identity } from "../resource-type.ts";

const arn = ({ name, place }: Identity) =>
  `arn:aws:s3vectors:${place.region}:${place.account}:bucket/${name}`;

export const s3VectorsBucket = defineResource({
  type: "AWS::S3Vectors::VectorBucket",
  nameProperty: "VectorBucketName",
  nameRule: { limit: 63, lowerCase: true },
  ref: arn,
  attributes: { VectorBucketArn: arn },
  properties: { VectorBucketName: z.string().optional() },
  noLocalEffect: { EncryptionConfiguration: "the vectors lie on the developer's own disk" },
  create: ({ name }, { standIns }) => standIns.s3vectors.createVectorBucket({ name }),
});
