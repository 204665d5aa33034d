import { randomUUID } from "node:crypto";
import * as z from "zod";
import { ServiceError } from "../../service.ts";
import { MAX_DATA_BYTES } from "../json.ts";
import { findMachine, type Operation, wireTime } from "./context.ts";
import { arnField, readInput } from "./input.ts";

/** Brackets, wildcards, quotes and the like, white space and control characters cannot stand in a name. */
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

const input = z.strictObject({
  stateMachineArn: arnField,
  name: z.string().min(1).max(80).optional(),
  input: z.string().optional(),
  traceHeader: z.string().max(256).optional(),
});

/** The same name and input while that execution runs is the same execution; any other use of a name is refused. */
export const startExecution: Operation = async (context, raw, caller) => {
  const { stateMachineArn, name = randomUUID(), input: text = "{}" } = readInput(input, raw);
  caller.authorize("states:StartExecution", stateMachineArn);
  const machine = findMachine(context, stateMachineArn);
  if (FORBIDDEN.test(name)) throw new ServiceError("InvalidName", `Invalid Name: '${name}'`);
  checkInput(text);
  const { account, region } = context.place;
  const arn = `arn:aws:states:${region}:${account}:execution:${machine.name}:${name}`;
  const { startMs, status, input: first } = await context.executions.start(machine, arn, name, text);
  if (status !== "RUNNING" || first !== text) {
    throw new ServiceError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
  }
  return { executionArn: arn, startDate: wireTime(startMs) };
};

function checkInput(text: string): void {
  const invalid = (problem: string) =>
    new ServiceError("InvalidExecutionInput", `Invalid State Machine Execution Input: '${problem}'`);
  if (text === "") throw invalid("Invalid execution input.");
  if (Buffer.byteLength(text) > MAX_DATA_BYTES) {
    throw new ServiceError(
      "ValidationException",
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${MAX_DATA_BYTES}`,
    );
  }
  try {
    JSON.parse(text);
  } catch (error) {
    throw invalid((error as Error).message);
  }
}
