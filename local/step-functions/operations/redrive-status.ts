import type { Execution } from "../executions/execution.ts";
import { MAX_EVENTS } from "../interpreter/journal.ts";

/** A closed execution can be redriven for 14 days. */
const REDRIVABLE_MS = 14 * 86_400_000;

/** Whether RedriveExecution would take an execution, and why not. */
export function redriveStatus(
  { status, stopMs = 0, eventCount = 0 }: Execution,
  nowMs: number,
): { redriveStatus: "REDRIVABLE" | "NOT_REDRIVABLE"; redriveStatusReason?: string } {
  if (status === "SUCCEEDED" || status === "RUNNING") {
    const reason = `Execution is ${status} and cannot be redriven`;
    return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: reason };
  }
  if (nowMs - stopMs > REDRIVABLE_MS) {
    const reason = "Execution was closed more than 14 days ago and cannot be redriven";
    return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: reason };
  }
  // A redrive adds at least two events: itself and the end.
  if (eventCount >= MAX_EVENTS - 1) {
    const reason = "Execution history has reached its limit of events and cannot be redriven";
    return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: reason };
  }
  return { redriveStatus: "REDRIVABLE" };
}
