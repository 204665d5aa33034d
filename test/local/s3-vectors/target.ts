import "../patience.ts";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateIndexCommand,
  type CreateIndexCommandInput,
  CreateVectorBucketCommand,
  DeleteIndexCommand,
  DeleteVectorBucketCommand,
  ListIndexesCommand,
  PutVectorsCommand,
  QueryVectorsCommand,
  type QueryVectorsCommandInput,
  S3VectorsClient,
} from "@aws-sdk/client-s3vectors";
import { wallClock } from "../../../local/clock.ts";
import { createS3Vectors } from "../../../local/s3-vectors/stand-in.ts";
import { openStore } from "../../../local/store.ts";
import { createCleanUp } from "../clean-up.ts";
import { dummyCredentials, remote, serve } from "../serve.ts";

/** S3 Vectors as a client sees it, with a vector bucket of its own that goes away with it. */
export interface Target {
  readonly client: S3VectorsClient;
  readonly vectorBucketName: string;
  /** A name that no bucket has. A bucket that a test makes under it goes away with the target. */
  newBucketName(): string;
  /** A name that no index of the bucket has. */
  newIndexName(): string;
  /** Makes an index and gives back its address; three dimensions and cosine unless told otherwise. */
  createIndex(input?: Partial<CreateIndexCommandInput>): Promise<Address>;
  close(): Promise<void>;
}

export interface Address {
  readonly vectorBucketName: string;
  readonly indexName: string;
}

export const place = { account: "111122223333", region: "eu-west-1" };

export async function openTarget(): Promise<Target> {
  const { client, end } = remote ? { client: new S3VectorsClient({}), end: async () => {} } : await local();
  const cleanUp = createCleanUp((name) => name === "NotFoundException");
  const newBucketName = () => {
    const vectorBucketName = `reelbase-test-${randomUUID()}`;
    cleanUp.add(() => removeBucket(client, vectorBucketName));
    return vectorBucketName;
  };
  const newIndexName = () => `index-${randomUUID()}`;
  const vectorBucketName = newBucketName();
  await client.send(new CreateVectorBucketCommand({ vectorBucketName }));
  return {
    client,
    vectorBucketName,
    newBucketName,
    newIndexName,
    async createIndex(input = {}) {
      const { indexName = newIndexName(), ...rest } = input;
      await client.send(new CreateIndexCommand({ vectorBucketName, indexName, ...anIndex, ...rest }));
      return { vectorBucketName, indexName };
    },
    async close() {
      try {
        await cleanUp.run();
      } finally {
        client.destroy();
        await end();
      }
    },
  };
}

const anIndex = { dataType: "float32", dimension: 3, distanceMetric: "cosine" } as const;

async function removeBucket(client: S3VectorsClient, vectorBucketName: string): Promise<void> {
  for (;;) {
    const { indexes = [] } = await client.send(new ListIndexesCommand({ vectorBucketName }));
    if (indexes.length === 0) break;
    for (const { indexArn } of indexes) await client.send(new DeleteIndexCommand({ indexArn }));
  }
  await client.send(new DeleteVectorBucketCommand({ vectorBucketName }));
}

async function local() {
  const dir = await mkdtemp(join(tmpdir(), "s3-vectors-"));
  const store = await openStore(dir);
  const standIn = await createS3Vectors({ store, clock: wallClock(), place });
  const port = await serve(standIn);
  const client = new S3VectorsClient({
    endpoint: port.endpoint,
    region: place.region,
    credentials: dummyCredentials,
    maxAttempts: 1,
  });
  return {
    client,
    async end() {
      await port.close();
      await standIn.close();
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Stores vectors given as key, numbers and metadata. */
export async function put(
  target: Target,
  address: Address,
  vectors: readonly (readonly [string, readonly number[], object?])[],
): Promise<void> {
  await target.client.send(
    new PutVectorsCommand({
      ...address,
      vectors: vectors.map(([key, float32, metadata]) => ({
        key,
        data: { float32: [...float32] },
        ...(metadata ? { metadata: metadata as Record<string, string> } : {}),
      })),
    }),
  );
}

export function query(
  target: Target,
  address: Address,
  float32: readonly number[],
  options: Partial<QueryVectorsCommandInput> = {},
) {
  return target.client.send(
    new QueryVectorsCommand({ ...address, queryVector: { float32: [...float32] }, topK: 10, ...options }),
  );
}

/** The error that a command fails with. */
export async function errorOf(command: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await command;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("the command was expected to fail");
}
