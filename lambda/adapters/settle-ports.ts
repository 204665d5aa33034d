import type { SettlePorts } from "../embed/settle.ts";
import { bedrockStatus } from "./bedrock.ts";
import { invocationFailure } from "./bedrock-errors.ts";
import { bedrockForInvocations, dynamoDb, s3, stepFunctions } from "./clients.ts";
import { dynamoDbCatalog } from "./dynamodb-catalog.ts";
import { requireEnv } from "./env.ts";
import { lambdaLog } from "./logger.ts";
import { s3Objects } from "./s3-objects.ts";
import { taskTokens } from "./step-functions.ts";

/** What the functions that wait for outputs need, from their environment. */
export function settlePortsFromEnv(): SettlePorts {
  const workBucket = requireEnv("WORK_BUCKET");
  return {
    catalog: dynamoDbCatalog(dynamoDb(), requireEnv("TABLE_NAME")),
    work: s3Objects(s3(), workBucket),
    service: bedrockStatus(bedrockForInvocations()),
    tokens: taskTokens(stepFunctions()),
    clock: { now: Date.now },
    log: lambdaLog(),
    failure: invocationFailure,
    workBucket,
  };
}
