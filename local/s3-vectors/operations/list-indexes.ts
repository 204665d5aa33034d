import { readFields } from "../fields.ts";
import { LIST_MAX } from "../limits.ts";
import { BUCKET_FIELDS, bucketArn, indexArn, readBucket } from "../names.ts";
import { decodeKeyToken, encodeToken } from "../paging.ts";
import type { IndexRecord } from "../repository.ts";
import type { Operation } from "../service.ts";

export const listIndexes: Operation = async ({ repository, place }, input, caller) => {
  const fields = readFields(input, [...BUCKET_FIELDS, "maxResults", "nextToken", "prefix"]);
  const bucket = readBucket(fields, place);
  const limit = fields.integer("maxResults", 1, LIST_MAX) ?? LIST_MAX;
  const prefix = fields.string("prefix", { max: 63 }) ?? "";
  caller.authorize("s3vectors:ListIndexes", bucketArn(place, bucket));
  const after = decodeKeyToken(fields.string("nextToken")) ?? "";
  await repository.bucket(bucket);
  const found: IndexRecord[] = [];
  // "0" is the character after "/": the range holds the indexes of this bucket only.
  for await (const [, index] of repository.indexes.entries({ gt: `${bucket}/${after}`, lt: `${bucket}0` })) {
    if (index.index.startsWith(prefix)) found.push(index);
    if (found.length > limit) break;
  }
  const page = found.slice(0, limit);
  return {
    indexes: page.map((index) => ({
      vectorBucketName: index.bucket,
      indexName: index.index,
      indexArn: indexArn(place, index),
      creationTime: index.creationTime,
    })),
    ...(found.length > limit ? { nextToken: encodeToken(page.at(-1)?.index) } : {}),
  };
};
