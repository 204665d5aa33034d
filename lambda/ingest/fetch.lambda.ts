import { bedrockEmbeddings } from "../adapters/bedrock.ts";
import { bedrockForInvocations, dynamoDb, s3 } from "../adapters/clients.ts";
import { listFromEnv, requireEnv, settingsFromEnv } from "../adapters/env.ts";
import { dynamoDbFetchTasks } from "../adapters/fetch-tasks.ts";
import { lambdaLog } from "../adapters/logger.ts";
import { dynamoDbEmbedTasks } from "../adapters/query/embed-tasks.ts";
import { s3StreamUpload } from "../adapters/s3-stream-upload.ts";
import { safeFetch } from "../adapters/safe-fetch.ts";
import { parseFetchHost } from "../domain/url-rules.ts";
import { embedTaskMediaKey } from "../keys.ts";
import { analysisModel, embeddingModel } from "../models.ts";
import { failEmbedTask, startEmbedTask } from "../query/embed-tasks/start.ts";
import { fetchFiles } from "./fetch.ts";

const settings = settingsFromEnv();
const model = embeddingModel(settings.marengo);
const table = { client: dynamoDb(), name: requireEnv("TABLE_NAME") };
const workBucket = requireEnv("WORK_BUCKET");
const accountId = requireEnv("ACCOUNT_ID");
const files = s3();
const clock = { now: Date.now };
const embedding = {
  ...{ model, workBucket, accountId, clock },
  tasks: dynamoDbEmbedTasks(table),
  service: bedrockEmbeddings(bedrockForInvocations(), model, accountId),
};

export const handler = fetchFiles({
  fetch: safeFetch(listFromEnv("FETCH_HOSTS").map(parseFetchHost)),
  videos: s3StreamUpload(files, requireEnv("VIDEOS_BUCKET")),
  tasks: dynamoDbFetchTasks(table.client, table.name),
  embed: {
    uploads: s3StreamUpload(files, workBucket),
    keyOf: embedTaskMediaKey,
    start: startEmbedTask(embedding),
    fail: failEmbedTask(embedding),
  },
  clock,
  log: lambdaLog(),
  // A file that only one of the models takes is still worth fetching: its run ends as PARTIAL.
  maxBytes: Math.max(model.limits.maxBytes, analysisModel(settings.pegasus).limits.maxBytes),
});
