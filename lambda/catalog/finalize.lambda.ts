import { dynamoDb, s3 } from "../adapters/clients.ts";
import { dynamoDbCatalog } from "../adapters/dynamodb-catalog.ts";
import { requireEnv, settingsFromEnv } from "../adapters/env.ts";
import { lambdaLog } from "../adapters/logger.ts";
import { s3Objects } from "../adapters/s3-objects.ts";
import { analysisModel, embeddingModel } from "../models.ts";
import { finalize } from "./finalize.ts";

const settings = settingsFromEnv();

export const handler = finalize({
  catalog: dynamoDbCatalog(dynamoDb(), requireEnv("TABLE_NAME")),
  work: s3Objects(s3(), requireEnv("WORK_BUCKET")),
  clock: { now: Date.now },
  log: lambdaLog(),
  models: {
    analyze: analysisModel(settings.pegasus).modelId,
    embed: embeddingModel(settings.marengo).modelId,
  },
});
