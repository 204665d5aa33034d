import type { LanePorts } from "../lane/worker.ts";
import { dynamoDb, sqs, stepFunctions } from "./clients.ts";
import { dynamoDbCatalog } from "./dynamodb-catalog.ts";
import { requireEnv } from "./env.ts";
import { lambdaLog } from "./logger.ts";
import { sqsLane } from "./sqs-lane.ts";
import { taskTokens } from "./step-functions.ts";

/** What the worker of a lane needs, from the environment of its function. */
export function lanePortsFromEnv(): LanePorts {
  return {
    catalog: dynamoDbCatalog(dynamoDb(), requireEnv("TABLE_NAME")),
    tokens: taskTokens(stepFunctions()),
    lane: sqsLane(sqs(), requireEnv("LANE_URL")),
    clock: { now: Date.now },
    random: { next: Math.random },
    log: lambdaLog(),
  };
}
