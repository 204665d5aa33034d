import type { Operation } from "./context.ts";
import { describeExecution } from "./describe-execution.ts";
import { describeStateMachine } from "./describe-state-machine.ts";
import { getExecutionHistory } from "./get-execution-history.ts";
import { listExecutions } from "./list-executions.ts";
import { listStateMachines } from "./list-state-machines.ts";
import { redriveExecution } from "./redrive-execution.ts";
import { sendTaskFailure } from "./send-task-failure.ts";
import { sendTaskHeartbeat } from "./send-task-heartbeat.ts";
import { sendTaskSuccess } from "./send-task-success.ts";
import { startExecution } from "./start-execution.ts";
import { stopExecution } from "./stop-execution.ts";
import { validateStateMachineDefinition } from "./validate-state-machine-definition.ts";

export const operations: ReadonlyMap<string, Operation> = new Map([
  ["StartExecution", startExecution],
  ["DescribeExecution", describeExecution],
  ["ListExecutions", listExecutions],
  ["GetExecutionHistory", getExecutionHistory],
  ["StopExecution", stopExecution],
  ["RedriveExecution", redriveExecution],
  ["DescribeStateMachine", describeStateMachine],
  ["ListStateMachines", listStateMachines],
  ["ValidateStateMachineDefinition", validateStateMachineDefinition],
  ["SendTaskSuccess", sendTaskSuccess],
  ["SendTaskFailure", sendTaskFailure],
  ["SendTaskHeartbeat", sendTaskHeartbeat],
]);
