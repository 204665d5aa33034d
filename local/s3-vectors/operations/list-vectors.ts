import { createHash } from "node:crypto";
import { invalidRequest } from "../errors.ts";
import { type FieldReader, readFields } from "../fields.ts";
import { LIST_VECTORS_BYTES, LIST_VECTORS_DEFAULT, LIST_VECTORS_MAX, MAX_SEGMENTS } from "../limits.ts";
import { bytesOf } from "../metadata.ts";
import { INDEX_FIELDS, indexArn, readIndex } from "../names.ts";
import { decodeKeyToken, encodeToken } from "../paging.ts";
import type { Operation } from "../service.ts";
import { type Shown, showVector } from "../show-vector.ts";

/** One page of all vectors, or of those of one segment, in the order of their keys. */
export const listVectors: Operation = async ({ repository, place }, input, caller) => {
  const fields = readFields(input, [
    ...INDEX_FIELDS,
    "maxResults",
    "nextToken",
    "segmentCount",
    "segmentIndex",
    "returnData",
    "returnMetadata",
  ]);
  const address = readIndex(fields, place);
  const limit = fields.integer("maxResults", 1, LIST_VECTORS_MAX) ?? LIST_VECTORS_DEFAULT;
  const isInSegment = readSegment(fields);
  const shown: Shown = { data: fields.boolean("returnData"), metadata: fields.boolean("returnMetadata") };
  caller.authorize("s3vectors:ListVectors", indexArn(place, address));
  if (shown.data || shown.metadata) caller.authorize("s3vectors:GetVectors", indexArn(place, address));
  const after = decodeKeyToken(fields.string("nextToken"));

  const index = await repository.index(address);
  const vectors: object[] = [];
  let bytes = 0;
  let last: string | undefined;
  for await (const [key, record] of repository
    .vectors(index)
    .entries(after === undefined ? {} : { gt: after })) {
    if (!isInSegment(key)) continue;
    if (vectors.length === limit || bytes >= LIST_VECTORS_BYTES) {
      return { vectors, nextToken: encodeToken(last) };
    }
    vectors.push(showVector(key, record, shown));
    bytes += key.length + 4 * index.dimension + bytesOf(record.metadata ?? {});
    last = key;
  }
  return { vectors };
};

function readSegment(fields: FieldReader): (key: string) => boolean {
  const count = fields.integer("segmentCount", 1, MAX_SEGMENTS);
  const segment = fields.integer("segmentIndex", 0, MAX_SEGMENTS - 1);
  if (count === undefined && segment === undefined) return () => true;
  if (count === undefined || segment === undefined || segment >= count) {
    throw invalidRequest("segmentIndex must be given together with segmentCount and be less than it");
  }
  return (key) => createHash("sha256").update(key).digest().readUInt32BE() % count === segment;
}
