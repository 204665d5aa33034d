import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { wallClock } from "../../../local/clock.ts";
import { createDynamoDb } from "../../../local/dynamodb/stand-in.ts";
import { developer, dummyCredentials, remote, serve } from "../serve.ts";

/** DynamoDB as a client sees it: the stand-in, or with `REMOTE=1` the account of the environment. */
export interface Target {
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  /** Makes a table with a name of its own that goes away with the target; gives back the name. */
  createTable(input?: Partial<CreateTableCommandInput>): Promise<string>;
  close(): Promise<void>;
}

export const place = { account: "111122223333", region: "eu-west-1" };

/** Keys `pk` and `sk`, and a sparse index of `gsi1pk` and `gsi1sk` with all attributes. */
export const catalogTable = {
  BillingMode: "PAY_PER_REQUEST",
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk"].map((AttributeName) => ({
    AttributeName,
    AttributeType: "S" as const,
  })),
  GlobalSecondaryIndexes: [
    {
      IndexName: "byIndex",
      KeySchema: [
        { AttributeName: "gsi1pk", KeyType: "HASH" },
        { AttributeName: "gsi1sk", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "ALL" },
    },
  ],
} satisfies Partial<CreateTableCommandInput>;

export async function openTarget(): Promise<Target> {
  const { client, end } = remote ? { client: new DynamoDBClient({}), end: async () => {} } : await local();
  const made: string[] = [];
  return {
    client,
    documents: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    async createTable(input = {}) {
      const name = `test-${randomUUID()}`;
      await client.send(new CreateTableCommand({ ...catalogTable, ...input, TableName: name }));
      made.push(name);
      await waitUntilTableExists({ client, maxWaitTime: 120, minDelay: 1 }, { TableName: name });
      return name;
    },
    async close() {
      for (const TableName of made) await client.send(new DeleteTableCommand({ TableName }));
      client.destroy();
      await end();
    },
  };
}

async function local() {
  const dir = await mkdtemp(join(tmpdir(), "dynamodb-"));
  const standIn = await createDynamoDb({ dir: join(dir, "tables"), clock: wallClock(), place });
  const port = await serve(standIn, developer);
  const client = new DynamoDBClient({
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
      await rm(dir, { recursive: true, force: true });
    },
  };
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
