import * as z from "zod";
import { ServiceError } from "../../service.ts";
import { findExecution, type Operation, wireTime } from "./context.ts";
import { arnField, readInput } from "./input.ts";
import { redriveStatus } from "./redrive-status.ts";

const input = z.strictObject({ executionArn: arnField, clientToken: z.string().min(1).max(64).optional() });

/** Runs again from the states that failed; what succeeded is kept. */
export const redriveExecution: Operation = async (context, raw, caller) => {
  const { executionArn } = readInput(input, raw);
  caller.authorize("states:RedriveExecution", executionArn);
  const execution = await findExecution(context, executionArn);
  const { redriveStatus: status, redriveStatusReason } = redriveStatus(execution, context.clock.now());
  if (status === "NOT_REDRIVABLE") throw notRedrivable(redriveStatusReason ?? "");
  const redriven = await context.executions.redrive(execution);
  if (redriven === undefined) throw notRedrivable("Execution is RUNNING and cannot be redriven");
  return { redriveDate: wireTime(redriven.redriveMs ?? 0) };
};

function notRedrivable(reason: string): ServiceError {
  return new ServiceError("ExecutionNotRedrivable", reason);
}
