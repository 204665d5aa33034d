import type { Place } from "../service.ts";
import { invalidRequest, notFound } from "./errors.ts";
import type { FieldReader } from "./fields.ts";

/** Letters, digits, dots and hyphens; a letter or digit at both ends. */
export const NAME_RULE = { min: 3, max: 63, pattern: /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/ };

/** The fields that name a bucket, or an index, in most requests. */
export const BUCKET_FIELDS = ["vectorBucketName", "vectorBucketArn"];
export const INDEX_FIELDS = ["vectorBucketName", "indexName", "indexArn"];

export interface IndexAddress {
  readonly bucket: string;
  readonly index: string;
}

export const bucketArn = ({ region, account }: Place, bucket: string) =>
  `arn:aws:s3vectors:${region}:${account}:bucket/${bucket}`;

export const indexArn = (place: Place, { bucket, index }: IndexAddress) =>
  `${bucketArn(place, bucket)}/index/${index}`;

/** The bucket that `vectorBucketName` or `vectorBucketArn` names. */
export function readBucket(fields: FieldReader, place: Place): string {
  const name = fields.string("vectorBucketName", NAME_RULE);
  const arn = fields.string("vectorBucketArn");
  if (name !== undefined && arn === undefined) return name;
  if (arn === undefined || name !== undefined) {
    throw invalidRequest("Must specify either vectorBucketName or vectorBucketArn but not both");
  }
  const prefix = bucketArn(place, "");
  const found = arn.startsWith(prefix) ? arn.slice(prefix.length) : "";
  if (!NAME_RULE.pattern.test(found)) throw notFound("vector bucket");
  return found;
}

/** The index that `vectorBucketName` and `indexName`, or `indexArn`, name. */
export function readIndex(fields: FieldReader, place: Place): IndexAddress {
  const bucket = fields.string("vectorBucketName", NAME_RULE);
  const index = fields.string("indexName", NAME_RULE);
  const arn = fields.string("indexArn");
  if (bucket !== undefined && index !== undefined && arn === undefined) return { bucket, index };
  if (arn === undefined || bucket !== undefined || index !== undefined) {
    throw invalidRequest("Must specify either indexArn or both vectorBucketName and indexName");
  }
  const prefix = bucketArn(place, "");
  const [bucketPart = "", indexPart = "", ...rest] = arn.startsWith(prefix)
    ? arn.slice(prefix.length).split("/index/")
    : [];
  if (bucketPart === "" || indexPart === "" || rest.length > 0) throw notFound("index");
  return { bucket: bucketPart, index: indexPart };
}
