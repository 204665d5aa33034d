import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { dynamoDbCatalog } from "../../lambda/adapters/dynamodb-catalog.ts";
import type { RunId, VideoId } from "../../lambda/keys.ts";
import { byStatusKeys, indexIdOf, runKey } from "../../lambda/keys.ts";
import { AT, aRun, aRunInput } from "../factories.ts";
import { dummyCredentials } from "../local/serve.ts";
import { type SampleHost, sampleHost } from "../sdk/sample-host.ts";

/** A library in which every query of the cookbook finds something. */
export interface CookbookLibrary {
  readonly host: SampleHost;
  readonly client: DynamoDBClient;
  readonly videoId: VideoId;
  readonly runId: RunId;
  /** What the cookbook's setting up puts into the environment. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** A run that failed, of a video that is not among the clips. */
export const FAILED_RUN = "f".repeat(32) as RunId;

export async function cookbookLibrary(): Promise<CookbookLibrary> {
  const host = await sampleHost();
  const { cloud, apiKey } = host;
  const { endpoint, place } = cloud.host;
  const TableName = cloud.output("TableName");
  const [video] = await Promise.all([
    host.put("default", "three-colours.mp4"),
    host.put("default", "moving-square.webm"),
  ]);
  const { videoId, latestRunId: runId } = video;
  // The stand-in reads no words, and no sample fails.
  const words = [{ option: "text_in_video", token: "sale", text: "SALE today", startSec: 2, endSec: 4 }];
  const run = aRunInput({ indexId: indexIdOf("default"), videoId, runId });
  await dynamoDbCatalog(cloud.table, TableName).putWords(run, words);
  const failed = aRun({ runId: FAILED_RUN, status: "FAILED" });
  const Item = {
    ...runKey(failed.videoId, failed.runId),
    ...failed,
    ...byStatusKeys("FAILED", AT, failed.videoId),
  };
  await cloud.table.send(new PutCommand({ TableName, Item }));
  await host.post("/v1.2/generate", { video_id: videoId, prompt: "Which colours?" });
  return {
    host,
    client: new DynamoDBClient({ endpoint, region: place.region, credentials: dummyCredentials }),
    ...{ videoId, runId },
    environment: {
      TABLE: TableName,
      BUCKET: cloud.output("VideosBucket"),
      API: `${endpoint}/v1.2`,
      KEY: apiKey,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: place.region,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
    },
    close: () => host.close(),
  };
}
