import { AccessDenied, ServiceError } from "../service.ts";
import { FunctionFailed } from "./send.ts";

/** How often a delivery has been tried, and since when. */
export interface Attempts {
  /** Milliseconds since 1970. */
  readonly acceptedAt: number;
  /** Tries that did not reach the target. */
  readonly failures: number;
  /** Tries in which the function ran and failed. */
  readonly functionFailures: number;
}

export type Verdict =
  | { readonly next: "retry"; readonly waitMs: number }
  /** Goes to the dead-letter queue of the target. */
  | { readonly next: "dead-letter"; readonly code: string; readonly exhausted?: string }
  /** Ends without a dead letter: the target had the event. */
  | { readonly next: "drop" };

/** EventBridge's own limits. */
const MAXIMUM_RETRIES = 185;
const MAXIMUM_AGE_MS = 24 * 3_600_000;
const FIRST_WAIT_MS = 1_000;
const LAST_WAIT_MS = 600_000;
/** Lambda runs a function that fails twice more, after these waits. */
const FUNCTION_WAITS_MS = [60_000, 120_000];

/** What to do after a try that ended in `error`; `attempts` counts that try. */
export function judge(error: unknown, attempts: Attempts, now: number): Verdict {
  if (error instanceof FunctionFailed) {
    const waitMs = FUNCTION_WAITS_MS[attempts.functionFailures - 1];
    return waitMs === undefined ? { next: "drop" } : { next: "retry", waitMs };
  }
  const code = errorCode(error);
  if (permanent.has(code)) return { next: "dead-letter", code };
  if (attempts.failures > MAXIMUM_RETRIES) {
    return { next: "dead-letter", code, exhausted: "MaximumRetryAttempts" };
  }
  const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (attempts.failures - 1), LAST_WAIT_MS);
  if (now + waitMs > attempts.acceptedAt + MAXIMUM_AGE_MS) {
    return { next: "dead-letter", code, exhausted: "MaximumEventAgeInSeconds" };
  }
  return { next: "retry", waitMs };
}

/** Errors that another try would meet again. */
const permanent: ReadonlySet<string> = new Set(["NO_PERMISSIONS", "NO_RESOURCE", "SDK_CLIENT_ERROR"]);

/** The error as `ERROR_CODE` of a dead letter names it. */
function errorCode(error: unknown): string {
  if (error instanceof AccessDenied) return "NO_PERMISSIONS";
  if (!(error instanceof ServiceError)) return "INTERNAL_ERROR";
  if (/AccessDenied/.test(error.name)) return "NO_PERMISSIONS";
  if (/NotFound|DoesNotExist/.test(error.name)) return "NO_RESOURCE";
  if (error.status === 429 || /TooManyRequests|Throttl|LimitExceeded/.test(error.name)) return "THROTTLING";
  return error.status < 500 ? "SDK_CLIENT_ERROR" : "INTERNAL_ERROR";
}
