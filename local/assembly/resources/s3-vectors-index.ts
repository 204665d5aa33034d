import * as z from "zod";
import { integer } from "../property.ts";
import { defineResource, type Identity } from "../resource-type.ts";
import { TemplateError } from "../template-error.ts";

/** The bucket is given by name or by ARN. */
function bucketName({ property }: Pick<Identity, "property">): string {
  const name = property("VectorBucketName");
  if (typeof name === "string") return name;
  const [, fromArn] =
    /^arn:aws:s3vectors:[^:]*:[^:]*:bucket\/([^/]+)$/.exec(String(property("VectorBucketArn"))) ?? [];
  if (fromArn === undefined) throw new TemplateError("an index needs a VectorBucketName or VectorBucketArn");
  return fromArn;
}

const arn = (index: Identity) =>
  `arn:aws:s3vectors:${index.place.region}:${index.place.account}:bucket/${bucketName(index)}/index/${index.name}`;

export const s3VectorsIndex = defineResource({
  type: "AWS::S3Vectors::Index",
  nameProperty: "IndexName",
  nameRule: { limit: 63, lowerCase: true },
  ref: arn,
  attributes: { IndexArn: arn },
  properties: {
    IndexName: z.string().optional(),
    VectorBucketName: z.string().optional(),
    VectorBucketArn: z.string().optional(),
    DataType: z.literal("float32"),
    Dimension: integer,
    DistanceMetric: z.enum(["cosine", "euclidean"]),
    MetadataConfiguration: z
      .strictObject({ NonFilterableMetadataKeys: z.array(z.string()).optional() })
      .optional(),
  },
  noLocalEffect: { EncryptionConfiguration: "the vectors lie on the developer's own disk" },
  fixed: ({ Dimension, DistanceMetric, MetadataConfiguration }) => ({
    Dimension,
    DistanceMetric,
    MetadataConfiguration,
  }),
  create: (index, { standIns }) => {
    const keys = index.properties.MetadataConfiguration?.NonFilterableMetadataKeys;
    return standIns.s3vectors.createIndex({
      vectorBucketName: bucketName(index),
      indexName: index.name,
      dimension: index.properties.Dimension,
      distanceMetric: index.properties.DistanceMetric,
      ...(keys === undefined ? {} : { nonFilterableMetadataKeys: keys }),
    });
  },
});
