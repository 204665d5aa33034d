import * as z from "zod";
import { EXECUTION_STATUSES, type Execution } from "../executions/execution.ts";
import { decodeToken, encodeToken, findMachine, type Operation, wireTime } from "./context.ts";
import { arnField, maxResultsField, readInput } from "./input.ts";

const input = z.strictObject({
  stateMachineArn: arnField,
  statusFilter: z.enum(EXECUTION_STATUSES).optional(),
  maxResults: maxResultsField,
  nextToken: z.string().min(1).max(3096).optional(),
  redriveFilter: z.enum(["REDRIVEN", "NOT_REDRIVEN"]).optional(),
});

const DEFAULT_PAGE = 100;

/** Newest first. */
export const listExecutions: Operation = async (context, raw, caller) => {
  const { stateMachineArn, statusFilter, maxResults, nextToken, redriveFilter } = readInput(input, raw);
  caller.authorize("states:ListExecutions", stateMachineArn);
  const machine = findMachine(context, stateMachineArn);
  const limit = maxResults || DEFAULT_PAGE;
  const wanted = ({ status, redriveCount }: Execution) =>
    (statusFilter === undefined || status === statusFilter) &&
    (redriveFilter === undefined || redriveCount > 0 === (redriveFilter === "REDRIVEN"));
  const page: Execution[] = [];
  let last: string | undefined;
  const before = nextToken === undefined ? undefined : decodeToken(nextToken);
  for await (const [key, execution] of context.executions.list(machine.name, before)) {
    if (!wanted(execution)) continue;
    if (page.length === limit) return { executions: page.map(summary), nextToken: encodeToken(last ?? key) };
    page.push(execution);
    last = key;
  }
  return { executions: page.map(summary) };
};

function summary({
  arn,
  machineArn,
  name,
  status,
  startMs,
  stopMs,
  redriveCount,
  redriveMs,
}: Execution): unknown {
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    name,
    status,
    startDate: wireTime(startMs),
    stopDate: stopMs === undefined ? undefined : wireTime(stopMs),
    redriveCount,
    redriveDate: redriveMs === undefined ? undefined : wireTime(redriveMs),
  };
}
