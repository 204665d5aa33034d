import * as z from "zod";
import { findExecution, type Operation, wireTime } from "./context.ts";
import { arnField, readInput } from "./input.ts";

const input = z.strictObject({
  executionArn: arnField,
  error: z.string().max(256).optional(),
  cause: z.string().max(32768).optional(),
});

/** A closed execution stays as it is; its stop date is the answer all the same. */
export const stopExecution: Operation = async (context, raw, caller) => {
  const { executionArn, error, cause } = readInput(input, raw);
  caller.authorize("states:StopExecution", executionArn);
  const execution = await findExecution(context, executionArn);
  const stopped =
    execution.status === "RUNNING" ? await context.executions.abort(execution, error, cause) : execution;
  return { stopDate: wireTime(stopped.stopMs ?? context.clock.now()) };
};
