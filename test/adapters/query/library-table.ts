import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { AS_ITEMS } from "../../../lambda/adapters/clients.ts";
import { dynamoDbCatalog } from "../../../lambda/adapters/dynamodb-catalog.ts";
import { indexRecord } from "../../../lambda/adapters/query/library-changes.ts";
import type { RunItem, VideoItem } from "../../../lambda/contracts/items.ts";
import type { IndexItem } from "../../../lambda/contracts/library-items.ts";
import { byIndexKeys, objectKey, runKey, type TableKey, videoKey } from "../../../lambda/keys.ts";
import type { Catalog } from "../../../lambda/ports.ts";
import { wallClock } from "../../../local/clock.ts";
import { createDynamoDb } from "../../../local/dynamodb/stand-in.ts";
import { anObject } from "../../factories.ts";
import { dummyCredentials, serve } from "../../local/serve.ts";

/** The catalog's table with its two GSIs, on the DynamoDB stand-in. */
export interface LibraryTable {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  readonly catalog: Catalog;
  item(key: TableKey): Promise<Record<string, unknown> | undefined>;
  put(item: Record<string, unknown>): Promise<void>;
  putIndex(index: IndexItem): Promise<void>;
  /** With the guard of its key, and with its run when it is given. */
  putVideo(video: VideoItem, run?: RunItem): Promise<void>;
  /** Sort keys of all items whose partition key begins so. */
  sortKeys(prefix: string): Promise<string[]>;
  close(): Promise<void>;
}

const gsi = (IndexName: string, prefix: string) => ({
  IndexName,
  KeySchema: [
    { AttributeName: `${prefix}pk`, KeyType: "HASH" as const },
    { AttributeName: `${prefix}sk`, KeyType: "RANGE" as const },
  ],
  Projection: { ProjectionType: "ALL" as const },
});

export async function aLibraryTable(): Promise<LibraryTable> {
  const dir = await mkdtemp(join(tmpdir(), "reelbase-library-"));
  const place = { account: "111122223333", region: "us-east-1" };
  const standIn = await createDynamoDb({ dir, clock: wallClock(), place });
  const port = await serve(standIn);
  const base = new DynamoDBClient({
    endpoint: port.endpoint,
    region: place.region,
    credentials: dummyCredentials,
  });
  const client = DynamoDBDocumentClient.from(base, AS_ITEMS);
  const name = "library";
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk"].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S" as const,
      })),
      GlobalSecondaryIndexes: [gsi("byIndex", "gsi1"), gsi("byStatus", "gsi2")],
    }),
  );
  const put = async (Item: Record<string, unknown>) => {
    await client.send(new PutCommand({ TableName: name, Item }));
  };
  return {
    ...{ client, name, put },
    catalog: dynamoDbCatalog(client, name),
    item: async (key) => (await client.send(new GetCommand({ TableName: name, Key: key }))).Item,
    putIndex: (index) => put(indexRecord(index)),
    async putVideo(video, run) {
      const { videoId, indexId, createdAt, bucket, key, latestRunId } = video;
      await put({
        ...videoKey(videoId),
        type: "Video",
        ...video,
        ...byIndexKeys(indexId, createdAt, videoId),
      });
      await put({ ...objectKey(bucket, key), bucket, key, ...anObject({ currentRunId: latestRunId }) });
      if (run !== undefined) await put({ ...runKey(videoId, run.runId), type: "Run", ...run });
    },
    async sortKeys(prefix) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: name }));
      return Items.filter(({ pk }) => String(pk).startsWith(prefix))
        .map(({ sk }) => String(sk))
        .sort();
    },
    async close() {
      base.destroy();
      await port.close();
      await standIn.close();
      await rm(dir, { recursive: true });
    },
  };
}
