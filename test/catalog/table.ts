import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { AS_ITEMS } from "../../lambda/adapters/clients.ts";
import { dynamoDbCatalog } from "../../lambda/adapters/dynamodb-catalog.ts";
import type { TableKey } from "../../lambda/keys.ts";
import type { Catalog } from "../../lambda/ports.ts";
import { wallClock } from "../../local/clock.ts";
import { createDynamoDb } from "../../local/dynamodb/stand-in.ts";
import { dummyCredentials, serve } from "../local/serve.ts";

export interface TestCatalog {
  readonly catalog: Catalog;
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  item(key: TableKey): Promise<Record<string, unknown> | undefined>;
  close(): Promise<void>;
}

/** A catalog in a table of its own, on the DynamoDB stand-in. */
export async function aCatalog(): Promise<TestCatalog> {
  const dir = await mkdtemp(join(tmpdir(), "reelbase-catalog-"));
  const place = { account: "111122223333", region: "us-east-1" };
  const standIn = await createDynamoDb({ dir, clock: wallClock(), place });
  const port = await serve(standIn);
  const base = new DynamoDBClient({
    endpoint: port.endpoint,
    region: place.region,
    credentials: dummyCredentials,
  });
  const client = DynamoDBDocumentClient.from(base, AS_ITEMS);
  const tableName = "catalog";
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    }),
  );
  return {
    catalog: dynamoDbCatalog(client, tableName),
    client,
    tableName,
    item: async (key) => (await client.send(new GetCommand({ TableName: tableName, Key: key }))).Item,
    async close() {
      base.destroy();
      await port.close();
      await standIn.close();
      await rm(dir, { recursive: true });
    },
  };
}
