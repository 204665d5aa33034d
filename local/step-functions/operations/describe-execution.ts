import * as z from "zod";
import type { Execution } from "../executions/execution.ts";
import { findExecution, type Operation, wireTime } from "./context.ts";
import { arnField, readInput } from "./input.ts";
import { redriveStatus } from "./redrive-status.ts";

const input = z.strictObject({
  executionArn: arnField,
  includedData: z.enum(["ALL_DATA", "METADATA_ONLY"]).optional(),
});

export const describeExecution: Operation = async (context, raw, caller) => {
  const { executionArn, includedData = "ALL_DATA" } = readInput(input, raw);
  caller.authorize("states:DescribeExecution", executionArn);
  const execution = await findExecution(context, executionArn);
  return describe(execution, includedData === "ALL_DATA", context.clock.now());
};

function describe(execution: Execution, withData: boolean, nowMs: number): unknown {
  const { arn, machineArn, name, status, startMs, stopMs, input: given, output, error, cause } = execution;
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: wireTime(startMs),
    stopDate: stopMs === undefined ? undefined : wireTime(stopMs),
    ...(withData ? { input: given } : {}),
    inputDetails: { included: withData },
    ...(output === undefined
      ? {}
      : { outputDetails: { included: withData }, ...(withData ? { output } : {}) }),
    error,
    cause,
    redriveCount: execution.redriveCount,
    redriveDate: execution.redriveMs === undefined ? undefined : wireTime(execution.redriveMs),
    ...redriveStatus(execution, nowMs),
  };
}
