import type { JsonObject } from "../json.ts";
import type { Execution } from "./execution.ts";
import type { StateMachine } from "./machines.ts";

/** `Execution` and `StateMachine` of the context object. */
export function contextOf(execution: Execution, machine: StateMachine): JsonObject {
  return {
    Execution: {
      Id: execution.arn,
      Input: JSON.parse(execution.input),
      Name: execution.name,
      RoleArn: machine.caller.name,
      StartTime: new Date(execution.startMs).toISOString(),
      RedriveCount: execution.redriveCount,
      ...(execution.redriveMs === undefined
        ? {}
        : { RedriveTime: new Date(execution.redriveMs).toISOString() }),
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
  };
}
