import { createIndex } from "./operations/create-index.ts";
import { createVectorBucket } from "./operations/create-vector-bucket.ts";
import { deleteIndex } from "./operations/delete-index.ts";
import { deleteVectorBucket } from "./operations/delete-vector-bucket.ts";
import { deleteVectorBucketPolicy } from "./operations/delete-vector-bucket-policy.ts";
import { deleteVectors } from "./operations/delete-vectors.ts";
import { getIndex } from "./operations/get-index.ts";
import { getVectorBucket } from "./operations/get-vector-bucket.ts";
import { getVectorBucketPolicy } from "./operations/get-vector-bucket-policy.ts";
import { getVectors } from "./operations/get-vectors.ts";
import { listIndexes } from "./operations/list-indexes.ts";
import { listVectorBuckets } from "./operations/list-vector-buckets.ts";
import { listVectors } from "./operations/list-vectors.ts";
import { putVectorBucketPolicy } from "./operations/put-vector-bucket-policy.ts";
import { putVectors } from "./operations/put-vectors.ts";
import { queryVectors } from "./operations/query-vectors.ts";
import type { Operation } from "./service.ts";

/** All operations by their API names, which are their paths too. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    CreateIndex: createIndex,
    CreateVectorBucket: createVectorBucket,
    DeleteIndex: deleteIndex,
    DeleteVectorBucket: deleteVectorBucket,
    DeleteVectorBucketPolicy: deleteVectorBucketPolicy,
    DeleteVectors: deleteVectors,
    GetIndex: getIndex,
    GetVectorBucket: getVectorBucket,
    GetVectorBucketPolicy: getVectorBucketPolicy,
    GetVectors: getVectors,
    ListIndexes: listIndexes,
    ListVectorBuckets: listVectorBuckets,
    ListVectors: listVectors,
    PutVectorBucketPolicy: putVectorBucketPolicy,
    PutVectors: putVectors,
    QueryVectors: queryVectors,
  }),
);
