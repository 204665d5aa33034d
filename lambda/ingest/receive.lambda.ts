import { dynamoDb, stepFunctions } from "../adapters/clients.ts";
import { dynamoDbCatalog } from "../adapters/dynamodb-catalog.ts";
import { requireEnv, settingsFromEnv } from "../adapters/env.ts";
import { lambdaLog } from "../adapters/logger.ts";
import { executions } from "../adapters/step-functions.ts";
import { profileOf } from "../domain/run.ts";
import { receive } from "./receive.ts";

const settings = settingsFromEnv();

export const handler = receive({
  catalog: dynamoDbCatalog(dynamoDb(), requireEnv("TABLE_NAME")),
  executions: executions(stepFunctions(), requireEnv("STATE_MACHINE_ARN")),
  clock: { now: Date.now },
  log: lambdaLog(),
  profile: profileOf(settings),
  invokeBudget: settings.invokeBudget,
});
