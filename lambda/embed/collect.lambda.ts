import { dynamoDb, s3, s3Vectors } from "../adapters/clients.ts";
import { dynamoDbCatalog } from "../adapters/dynamodb-catalog.ts";
import { requireEnv, settingsFromEnv } from "../adapters/env.ts";
import { lambdaLog } from "../adapters/logger.ts";
import { s3Objects } from "../adapters/s3-objects.ts";
import { s3VectorsIndex } from "../adapters/s3vectors-index.ts";
import { embeddingModel } from "../models.ts";
import { collect } from "./collect.ts";

const model = embeddingModel(settingsFromEnv().marengo);

export const handler = collect({
  catalog: dynamoDbCatalog(dynamoDb(), requireEnv("TABLE_NAME")),
  work: s3Objects(s3(), requireEnv("WORK_BUCKET")),
  segmentIndex: s3VectorsIndex(s3Vectors(), requireEnv("VECTOR_BUCKET"), model),
  model,
  log: lambdaLog(),
});
