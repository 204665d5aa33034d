import type { SQSEvent } from "aws-lambda";
import { LaneMessage } from "../contracts/lane.ts";
import type { Log, Tokens } from "../ports.ts";

/** Answers the tokens of messages that a lane gave up: nothing waits for ever. */
export function deadLetter({ tokens, log }: { readonly tokens: Tokens; readonly log: Log }) {
  return async ({ Records }: SQSEvent): Promise<void> => {
    for (const { body } of Records) {
      const { taskToken, run } = LaneMessage.parse(JSON.parse(body));
      log.error("work was given up", { runId: run.runId });
      await tokens.fail(taskToken, "DEAD_LETTER", "The work was tried too often without an end.");
    }
  };
}
