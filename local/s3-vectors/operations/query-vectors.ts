import { createHash } from "node:crypto";
import { invalidField, invalidRequest } from "../errors.ts";
import { isObject, readFields } from "../fields.ts";
import { FilterError, type Predicate, parseFilter } from "../filter.ts";
import { MAX_TOP_K, QUERY_PAGE } from "../limits.ts";
import { INDEX_FIELDS, indexArn, readIndex } from "../names.ts";
import { decodeToken, encodeToken, invalidToken } from "../paging.ts";
import type { IndexRecord } from "../repository.ts";
import type { Operation } from "../service.ts";
import { parseVector } from "../vector-data.ts";

/** The `topK` nearest vectors by an exact scan, 100 on a page. */
export const queryVectors: Operation = async ({ repository, place }, input, caller) => {
  const fields = readFields(input, [
    ...INDEX_FIELDS,
    "topK",
    "queryVector",
    "filter",
    "returnMetadata",
    "returnDistance",
    "nextToken",
  ]);
  const address = readIndex(fields, place);
  const topK = fields.integer("topK", 1, MAX_TOP_K);
  if (topK === undefined) {
    throw invalidField("/topK", "Value at '/topK' failed to satisfy constraint: Member must not be null");
  }
  const [returnMetadata, returnDistance] = [
    fields.boolean("returnMetadata"),
    fields.boolean("returnDistance"),
  ];
  const filter = fields.raw("filter");
  caller.authorize("s3vectors:QueryVectors", indexArn(place, address));
  // Both show what the vectors carry, so the service asks for the right to read it.
  if (returnMetadata || filter !== undefined) {
    caller.authorize("s3vectors:GetVectors", indexArn(place, address));
  }

  const index = await repository.index(address);
  const query = parseVector(fields.raw("queryVector"), index);
  if (!(query instanceof Float32Array)) throw invalidRequest(`Invalid query vector: ${query.fault}`);
  const accepts = readFilter(filter, index);
  const identity = identityOf(index, topK, query, filter);
  const offset = readOffset(fields.string("nextToken"), identity);
  const table = await repository.table(index);
  const hits = table.found.of(identity, () => table.nearest(query, topK, accepts));
  const end = offset + QUERY_PAGE;
  return {
    vectors: hits.slice(offset, end).map(({ key, distance }) => {
      const metadata = returnMetadata ? table.metadataOf(key) : {};
      return {
        key,
        ...(returnDistance ? { distance } : {}),
        ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
      };
    }),
    distanceMetric: index.distanceMetric,
    ...(end < hits.length ? { nextToken: encodeToken({ offset: end, identity }) } : {}),
  };
};

function readFilter(filter: unknown, index: IndexRecord): Predicate | undefined {
  if (filter === undefined) return undefined;
  try {
    return parseFilter(filter, new Set(index.nonFilterableKeys));
  } catch (error) {
    throw error instanceof FilterError ? invalidRequest(error.message) : error;
  }
}

/** A page belongs to one query: a token given with another one is refused. */
function identityOf(index: IndexRecord, topK: number, query: Float32Array, filter: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([index.id, topK, filter]))
    .update(query)
    .digest("base64url");
}

function readOffset(token: string | undefined, identity: string): number {
  if (token === undefined) return 0;
  const place = decodeToken(token);
  if (!isObject(place) || place["identity"] !== identity || !Number.isInteger(place["offset"]))
    throw invalidToken();
  return place["offset"] as number;
}
