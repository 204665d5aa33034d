import {
  ExecutionAlreadyExists,
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from "@aws-sdk/client-sfn";
import type { Executions, Tokens } from "../ports.ts";
import { storing } from "./service-errors.ts";

/** A cause may have 32 768 characters; ours are sentences, a service's message may be anything. */
const MAX_CAUSE = 1000;

/** Answers to waiting states. A token that nobody waits for any more is no error: the wait ended in another way. */
export function taskTokens(client: SFNClient): Tokens {
  const answer = (send: () => Promise<unknown>) =>
    storing("Answering the workflow", async () => {
      try {
        await send();
        return true;
      } catch (error) {
        if (isDeadToken(error)) return false;
        throw error;
      }
    });
  return {
    alive: (taskToken) => answer(() => client.send(new SendTaskHeartbeatCommand({ taskToken }))),
    succeed: (taskToken, output) =>
      answer(() => client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),
    fail: (taskToken, error, cause) =>
      answer(() =>
        client.send(new SendTaskFailureCommand({ taskToken, error, cause: cause.slice(0, MAX_CAUSE) })),
      ),
  };
}

const isDeadToken = (error: unknown) =>
  error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;

/** Executions of the workflow, named by their run. */
export function executions(client: SFNClient, stateMachineArn: string): Executions {
  const executionArn = (runId: string) =>
    `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${runId}`;
  return {
    start: (input) =>
      storing("Starting the workflow", async () => {
        try {
          await client.send(
            new StartExecutionCommand({ stateMachineArn, name: input.runId, input: JSON.stringify(input) }),
          );
        } catch (error) {
          // The run's execution has ended already: a duplicate event came late.
          if (!(error instanceof ExecutionAlreadyExists)) throw error;
        }
        return executionArn(input.runId);
      }),
    stop: async (runId, cause) => {
      try {
        await client.send(
          new StopExecutionCommand({ executionArn: executionArn(runId), error: "SUPERSEDED", cause }),
        );
      } catch {
        // Best effort: a run that goes on finds itself superseded at its next step.
      }
    },
  };
}
