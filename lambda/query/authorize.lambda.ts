import { dynamoDb } from "../adapters/clients.ts";
import { requireEnv } from "../adapters/env.ts";
import { lambdaLog } from "../adapters/logger.ts";
import { dynamoDbApiKeys } from "../adapters/query/api-keys.ts";
import { authorize } from "./authorize.ts";

export const handler = authorize({
  keys: dynamoDbApiKeys(dynamoDb(), requireEnv("TABLE_NAME")),
  clock: { now: Date.now },
  log: lambdaLog(),
});
