import "../patience.ts";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateTableCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { wallClock } from "../../../local/clock.ts";
import { createDynamoDb } from "../../../local/dynamodb/stand-in.ts";
import { createCleanUp } from "../clean-up.ts";
import { developer, dummyCredentials, remote, serve } from "../serve.ts";
import { catalogTable, place } from "./catalog-table.ts";

/** DynamoDB as a client sees it: the stand-in, or with `REMOTE=1` the account of the environment. */
export interface Target {
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  /** A name that no table has. A table that a test makes under it goes away with the target. */
  newName(): string;
  /** Makes a table with a name of its own that goes away with the target; gives back the name. */
  createTable(input?: Partial<CreateTableCommandInput>): Promise<string>;
  /** Waits until a table is active. */
  active(TableName: string): Promise<unknown>;
  close(): Promise<void>;
}

export async function openTarget(): Promise<Target> {
  const { client, end } = remote ? { client: new DynamoDBClient({}), end: async () => {} } : await local();
  const cleanUp = createCleanUp((name) => name === "ResourceNotFoundException");
  const active: Target["active"] = (TableName) =>
    waitUntilTableExists({ client, maxWaitTime: 300, minDelay: 1 }, { TableName });
  const newName = () => {
    const TableName = `reelbase-test-${randomUUID()}`;
    cleanUp.add(() => removeTable(client, TableName, active));
    return TableName;
  };
  return {
    client,
    documents: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    active,
    newName,
    async createTable(input = {}) {
      const TableName = newName();
      await client.send(new CreateTableCommand({ ...catalogTable, ...input, TableName }));
      await active(TableName);
      return TableName;
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

/** A test that failed half way may have left the table protected, or still busy with a change. */
async function removeTable(client: DynamoDBClient, TableName: string, active: Target["active"]) {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table?.TableStatus === "DELETING") return;
  await active(TableName);
  if (Table?.DeletionProtectionEnabled) {
    await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await active(TableName);
  }
  await client.send(new DeleteTableCommand({ TableName }));
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
