import type { Clock } from "../clock.ts";
import { createTurns } from "../in-turn.ts";
import { jsonError } from "../json-protocol.ts";
import {
  AccessDenied,
  type Call,
  type Caller,
  type JsonService,
  type Place,
  type Reply,
  ServiceError,
  type StandIn,
} from "../service.ts";
import type { Store } from "../store.ts";
import { invalidRequest } from "./errors.ts";
import { MAX_REQUEST_BYTES } from "./limits.ts";
import { createRepository, indexKey } from "./repository.ts";
import { operations } from "./router.ts";
import type { VectorService } from "./service.ts";

/** Vector buckets and indexes on disk, searched by exact scans in memory. */
export interface S3VectorsStandIn extends StandIn, JsonService {
  /** Makes a vector bucket, or finds it as an earlier start of the host made it. */
  createVectorBucket(options: { name: string }): Promise<{ arn: string }>;
  /** Makes an index, or finds the same one. @throws ServiceError `ConflictException` when the stored one differs */
  createIndex(options: IndexOptions): Promise<{ arn: string }>;
  close(): Promise<void>;
}

export interface IndexOptions {
  readonly vectorBucketName: string;
  readonly indexName: string;
  readonly dimension: number;
  readonly distanceMetric: string;
  readonly nonFilterableMetadataKeys?: readonly string[] | undefined;
}

export interface S3VectorsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly place: Place;
}

/** The host itself, which sets up what the template says. */
const host: Caller = { name: "local host", authorize: () => {} };

export async function createS3Vectors({ store, clock, place }: S3VectorsOptions): Promise<S3VectorsStandIn> {
  const inTurn = createTurns();
  const repository = createRepository(store);
  const service: VectorService = { repository, clock, place, inTurn };
  const execute: JsonService["execute"] = (name, input, caller) => {
    const operation = operations.get(name);
    if (!operation) return Promise.reject(new ServiceError("UnknownOperationException", "", 404));
    return operation(service, input, caller);
  };
  return {
    execute,
    handle: (call) => answer(call, execute),
    async createVectorBucket({ name }) {
      if (!(await repository.buckets.get(name))) {
        await execute("CreateVectorBucket", { vectorBucketName: name }, host);
      }
      const output = await execute("GetVectorBucket", { vectorBucketName: name }, host);
      return { arn: (output as { vectorBucket: { vectorBucketArn: string } }).vectorBucket.vectorBucketArn };
    },
    async createIndex({ nonFilterableMetadataKeys: keys = [], ...options }) {
      const { vectorBucketName, indexName, dimension, distanceMetric } = options;
      const stored = await repository.indexes.get(indexKey({ bucket: vectorBucketName, index: indexName }));
      if (!stored) {
        const metadataConfiguration = keys.length > 0 ? { nonFilterableMetadataKeys: keys } : undefined;
        await execute("CreateIndex", { ...options, dataType: "float32", metadataConfiguration }, host);
      } else if (
        stored.dimension !== dimension ||
        stored.distanceMetric !== distanceMetric ||
        [...stored.nonFilterableKeys].sort().join("\n") !== [...keys].sort().join("\n")
      ) {
        const message = `Index ${indexName} is stored with other properties than asked for`;
        throw new ServiceError("ConflictException", message, 409);
      }
      const output = await execute("GetIndex", { vectorBucketName, indexName }, host);
      return { arn: (output as { index: { indexArn: string } }).index.indexArn };
    },
    // Writes that are under way finish first; the store belongs to the host.
    close: () => inTurn(async () => {}),
  };
}

async function answer(call: Call, execute: JsonService["execute"]): Promise<Reply> {
  const headers = { "content-type": "application/json", "x-amzn-requestid": call.requestId };
  try {
    const name = call.method === "POST" ? call.path.slice(1) : "";
    const output = await execute(name, await readBody(call), call.caller);
    return { status: 200, headers, body: JSON.stringify(output) };
  } catch (error) {
    // REST services answer a missing permission with 403.
    const known =
      error instanceof AccessDenied ? new ServiceError("AccessDeniedException", error.message, 403) : error;
    return jsonError(known, headers);
  }
}

async function readBody(call: Call): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of call.body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    // The rest is read and dropped: a client that is still sending would not see the answer.
    if (size <= MAX_REQUEST_BYTES) chunks.push(chunk);
  }
  if (size > MAX_REQUEST_BYTES) {
    throw invalidRequest(`The request body must have at most ${MAX_REQUEST_BYTES} bytes`);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    throw new ServiceError("SerializationException", "The request body is not JSON.");
  }
}
