import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { LaneMessage } from "../contracts/lane.ts";
import type { Log, Tokens } from "../ports.ts";
import { eachMessage } from "./batch.ts";

export interface DeadLetterPorts {
  readonly tokens: Tokens;
  readonly log: Log;
}

/**
 * Answers the tokens of messages that a lane gave up: nothing waits for ever. A message that cannot be answered stays
 * in the DLQ, where its age raises an alarm, and holds up no other.
 */
export function deadLetter({ tokens, log }: DeadLetterPorts): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return eachMessage(log, async (body) => {
    const { taskToken, run } = LaneMessage.parse(JSON.parse(body));
    log.error("work was given up", { runId: run.runId });
    await tokens.fail(taskToken, "DEAD_LETTER", "The work was tried too often without an end.");
  });
}
