import * as z from "zod";
import { findMachine, type Operation, wireTime } from "./context.ts";
import { arnField, readInput } from "./input.ts";

const input = z.strictObject({
  stateMachineArn: arnField,
  includedData: z.enum(["ALL_DATA", "METADATA_ONLY"]).optional(),
});

export const describeStateMachine: Operation = async (context, raw, caller) => {
  const { stateMachineArn, includedData = "ALL_DATA" } = readInput(input, raw);
  caller.authorize("states:DescribeStateMachine", stateMachineArn);
  const machine = findMachine(context, stateMachineArn);
  return {
    stateMachineArn: machine.arn,
    name: machine.name,
    status: "ACTIVE",
    type: "STANDARD",
    ...(includedData === "ALL_DATA" ? { definition: machine.definition } : {}),
    roleArn: machine.caller.name,
    creationDate: wireTime(machine.createdMs),
    loggingConfiguration: { includeExecutionData: false, level: "OFF" },
    tracingConfiguration: { enabled: false },
  };
};
