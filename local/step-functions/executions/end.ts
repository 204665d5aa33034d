import { reportFault } from "../../fault.ts";
import { defined, NOT_TRUNCATED } from "../interpreter/events.ts";
import { Interrupted, StateFailure } from "../interpreter/failure.ts";
import type { HistoryEvent } from "../interpreter/journal.ts";
import { isTooLarge, type JsonObject } from "../json.ts";

/** How an execution ends. */
export type End =
  | { readonly status: "SUCCEEDED"; readonly output: string }
  | { readonly status: "FAILED" | "ABORTED" | "TIMED_OUT"; readonly error?: string; readonly cause?: string };

export function succeeded(output: unknown): End {
  const text = JSON.stringify(output);
  if (!isTooLarge(text)) return { status: "SUCCEEDED", output: text };
  return { status: "FAILED", error: "States.DataLimitExceeded" };
}

/** An error that is no `StateFailure` is a fault of the interpreter: it fails the execution and says so. */
export function failed(error: unknown): End {
  if (error instanceof Interrupted) return { status: "ABORTED" };
  if (!(error instanceof StateFailure)) {
    reportFault("step functions interpreter failed", error);
    return { status: "FAILED", error: "States.Runtime", cause: String(error) };
  }
  return {
    status: "FAILED",
    ...(error.error === undefined ? {} : { error: error.error }),
    ...(error.failureCause === undefined ? {} : { cause: error.failureCause }),
  };
}

const END_EVENTS = {
  SUCCEEDED: ["ExecutionSucceeded", "executionSucceededEventDetails"],
  FAILED: ["ExecutionFailed", "executionFailedEventDetails"],
  ABORTED: ["ExecutionAborted", "executionAbortedEventDetails"],
  TIMED_OUT: ["ExecutionTimedOut", "executionTimedOutEventDetails"],
} as const;

/** The event that ends the execution. */
export function endEvent(end: End): Pick<HistoryEvent, "type" | "details"> {
  const [type, name] = END_EVENTS[end.status];
  const details: JsonObject =
    end.status === "SUCCEEDED"
      ? { output: end.output, outputDetails: NOT_TRUNCATED }
      : // Only the event names the timeout; the execution itself shows no error.
        defined({ error: end.status === "TIMED_OUT" ? "States.Timeout" : end.error, cause: end.cause });
  return { type, details: [name, details] };
}
