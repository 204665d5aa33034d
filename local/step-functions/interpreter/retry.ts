import type { Catcher, Retrier } from "../definition/machine.ts";
import type { StateFailure } from "./failure.ts";

/** Whether a list of error names takes a failure. */
export function matches(errorEquals: readonly string[], { error, aliases }: StateFailure): boolean {
  // A fault of the definition or its data: the service lets nobody catch it.
  if (error === "States.Runtime") return false;
  const names = [...(error === undefined ? [] : [error]), ...aliases];
  return errorEquals.some(
    (name) =>
      name === "States.ALL" ||
      names.includes(name) ||
      // Every error but a timeout counts as a failed task.
      (name === "States.TaskFailed" && error !== "States.Timeout"),
  );
}

/** Retries made so far, one number per retrier. */
export type RetryCounts = readonly number[];

/** What to do after a failure: how long to wait before the next attempt; undefined when nothing retries it. */
export function nextRetry(
  retriers: readonly Retrier[],
  counts: RetryCounts,
  failure: StateFailure,
  random: () => number,
): { readonly counts: RetryCounts; readonly delayMs: number } | undefined {
  const index = retriers.findIndex(({ errorEquals }) => matches(errorEquals, failure));
  const retrier = retriers[index];
  const made = counts[index] ?? 0;
  if (retrier === undefined || made >= retrier.maxAttempts) return undefined;
  const next = retriers.map((_, position) => (counts[position] ?? 0) + (position === index ? 1 : 0));
  return { counts: next, delayMs: retryDelayMs(retrier, made, random) };
}

/** Delay before retry number `made + 1`: IntervalSeconds × BackoffRate^made, capped, and spread when jittered. */
export function retryDelayMs(retrier: Retrier, made: number, random: () => number): number {
  const grown = retrier.intervalSec * retrier.backoffRate ** made;
  const capped = Math.min(grown, retrier.maxDelaySec ?? Number.POSITIVE_INFINITY);
  return capped * 1000 * (retrier.fullJitter ? random() : 1);
}

export function findCatcher(catchers: readonly Catcher[], failure: StateFailure): Catcher | undefined {
  return catchers.find(({ errorEquals }) => matches(errorEquals, failure));
}
