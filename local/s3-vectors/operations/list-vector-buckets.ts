import { readFields } from "../fields.ts";
import { LIST_MAX } from "../limits.ts";
import { bucketArn } from "../names.ts";
import { decodeKeyToken, encodeToken } from "../paging.ts";
import type { BucketRecord } from "../repository.ts";
import type { Operation } from "../service.ts";

export const listVectorBuckets: Operation = async ({ repository, place }, input, caller) => {
  const fields = readFields(input, ["maxResults", "nextToken", "prefix"]);
  const limit = fields.integer("maxResults", 1, LIST_MAX) ?? LIST_MAX;
  const prefix = fields.string("prefix", { max: 63 }) ?? "";
  caller.authorize("s3vectors:ListVectorBuckets", "*");
  const after = decodeKeyToken(fields.string("nextToken"));
  const found: BucketRecord[] = [];
  for await (const [name, bucket] of repository.buckets.entries(after === undefined ? {} : { gt: after })) {
    if (name.startsWith(prefix)) found.push(bucket);
    if (found.length > limit) break;
  }
  const page = found.slice(0, limit);
  return {
    vectorBuckets: page.map(({ name, creationTime }) => ({
      vectorBucketName: name,
      vectorBucketArn: bucketArn(place, name),
      creationTime,
    })),
    ...(found.length > limit ? { nextToken: encodeToken(page.at(-1)?.name) } : {}),
  };
};
