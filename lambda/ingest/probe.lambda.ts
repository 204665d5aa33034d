import { dynamoDb, s3 } from "../adapters/clients.ts";
import { dynamoDbCatalog } from "../adapters/dynamodb-catalog.ts";
import { requireEnv, settingsFromEnv } from "../adapters/env.ts";
import { lambdaLog } from "../adapters/logger.ts";
import { probeMedia } from "../adapters/media-probe.ts";
import { s3Videos } from "../adapters/s3-objects.ts";
import { analysisModel, embeddingModel } from "../models.ts";
import { probe } from "./probe.ts";

const settings = settingsFromEnv();

export const handler = probe({
  catalog: dynamoDbCatalog(dynamoDb(), requireEnv("TABLE_NAME")),
  videos: s3Videos(s3()),
  probe: probeMedia,
  models: {
    analysis: analysisModel(settings.pegasus),
    embedding: embeddingModel(settings.marengo),
    embeddingOptions: settings.embeddingOptions,
  },
  clock: { now: Date.now },
  log: lambdaLog(),
});
