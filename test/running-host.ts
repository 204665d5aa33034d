import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { RunItem, VideoItem } from "../lambda/contracts/items.ts";
import { segmentPrefix, type TableKey, type VideoId, videoIdOf, videoKey } from "../lambda/keys.ts";
import { type Host, type HostOptions, startHost } from "../local/host.ts";
import { dummyCredentials } from "./local/serve.ts";

/** The project's own stack on the local host, with clients that talk to it. */
export interface RunningHost {
  readonly host: Host;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly states: SFNClient;
  readonly bedrock: BedrockRuntimeClient;
  readonly table: DynamoDBDocumentClient;
  /** A resource of the stack, by the name of its output. */
  output(name: string): string;
  item(key: TableKey): Promise<Record<string, unknown> | undefined>;
  runs(videoId: VideoId): Promise<RunItem[]>;
  segments(video: VideoItem): Promise<Record<string, unknown>[]>;
  /** The video of a key as soon as its newest run is over. */
  ended(key: string): Promise<VideoItem>;
  close(): Promise<void>;
}

export async function runningHost(options: Partial<HostOptions> = {}): Promise<RunningHost> {
  const dir = await mkdtemp(join(tmpdir(), "reelbase-host-"));
  const assembly = process.env["REELBASE_TEST_ASSEMBLY"];
  if (assembly === undefined) throw new Error("test/global-setup.mjs has not made the assembly.");
  const host = await startHost({ assembly, dataDir: dir, port: 0, ...options });
  const settings = { endpoint: host.endpoint, region: host.place.region, credentials: dummyCredentials };
  const clients = {
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sqs: new SQSClient(settings),
    states: new SFNClient(settings),
    bedrock: new BedrockRuntimeClient(settings),
    table: DynamoDBDocumentClient.from(new DynamoDBClient(settings)),
  };
  const { table } = clients;
  const output = (name: string) => {
    const value = host.outputs[name];
    if (value === undefined) throw new Error(`no output ${name}`);
    return value;
  };
  const TableName = output("TableName");
  const item = async (Key: TableKey) => (await table.send(new GetCommand({ TableName, Key }))).Item;
  const query = async (pk: string, sk: string) => {
    const answer = await table.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues: { ":pk": pk, ":sk": sk },
      }),
    );
    return answer.Items ?? [];
  };
  return {
    host,
    ...clients,
    output,
    item,
    runs: async (videoId) => (await query(`VIDEO#${videoId}`, "RUN#")) as RunItem[],
    segments: ({ videoId, latestRunId }) => query(`VIDEO#${videoId}`, segmentPrefix(latestRunId)),
    async ended(key) {
      for (;;) {
        const video = await item(videoKey(videoIdOf(output("VideosBucket"), key)));
        if (video && video["status"] !== "QUEUED" && video["status"] !== "PROCESSING")
          return video as VideoItem;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async close() {
      for (const client of Object.values(clients)) client.destroy();
      await host.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
