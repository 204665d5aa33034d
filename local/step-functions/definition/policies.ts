import { children, number, onlyFields, type Reader, refuse, text, texts } from "./fields.ts";
import { leaving } from "./leaving.ts";
import type { Catcher, Policies, Retrier } from "./machine.ts";

/** Highest whole number that Step Functions takes for intervals and attempts. */
const MAX_NUMBER = 99_999_999;
/** One year of 366 days, in seconds: highest MaxDelaySeconds. */
const MAX_DELAY_SEC = 31_622_400;

/** Retry and Catch of a Task, Parallel or Map state. */
export function policies(reader: Reader): Policies {
  const retriers = children(reader, "Retry");
  const catchers = children(reader, "Catch");
  checkAll(retriers);
  checkAll(catchers);
  return { retry: retriers.map(retrier), catch: catchers.map(catcher) };
}

function retrier(reader: Reader): Retrier {
  onlyFields(reader, [
    "ErrorEquals",
    "IntervalSeconds",
    "MaxAttempts",
    "BackoffRate",
    "MaxDelaySeconds",
    "JitterStrategy",
    "Comment",
  ]);
  const intervalSec = number(reader, "IntervalSeconds", { min: 1, max: MAX_NUMBER }) ?? 1;
  const maxDelaySec = number(reader, "MaxDelaySeconds", { min: 1, max: MAX_DELAY_SEC });
  if (maxDelaySec !== undefined && maxDelaySec <= intervalSec) {
    refuse(reader, "MaxDelaySeconds must be greater than IntervalSeconds");
  }
  const jitter = reader.value["JitterStrategy"] ?? "NONE";
  if (jitter !== "NONE" && jitter !== "FULL") refuse(reader, "JitterStrategy must be NONE or FULL");
  return {
    errorEquals: texts(reader, "ErrorEquals"),
    intervalSec,
    maxAttempts: number(reader, "MaxAttempts", { min: 0, max: MAX_NUMBER }) ?? 3,
    backoffRate: number(reader, "BackoffRate", { min: 1, whole: false }) ?? 2,
    maxDelaySec,
    fullJitter: jitter === "FULL",
  };
}

function catcher(reader: Reader): Catcher {
  onlyFields(reader, ["ErrorEquals", "Next", "Output", "Assign", "Comment"]);
  return { errorEquals: texts(reader, "ErrorEquals"), next: text(reader, "Next"), ...leaving(reader) };
}

/** `States.ALL` must stand alone in its list, and its list must be the last. */
function checkAll(readers: readonly Reader[]): void {
  for (const [index, reader] of readers.entries()) {
    const names = texts(reader, "ErrorEquals");
    if (!names.includes("States.ALL")) continue;
    if (names.length > 1 || index < readers.length - 1) {
      refuse(reader, "States.ALL must be alone in its ErrorEquals, in the last retrier or catcher");
    }
  }
}
