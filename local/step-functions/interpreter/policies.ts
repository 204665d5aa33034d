import type { MapState, ParallelState, TaskState } from "../definition/machine.ts";
import type { Json } from "../json.ts";
import { leave } from "./evaluate.ts";
import { StateFailure } from "./failure.ts";
import { findCatcher, nextRetry, type RetryCounts } from "./retry.ts";
import type { Exit, Visit } from "./run.ts";
import { sleepUntil } from "./signals.ts";

/** Where the attempts of a visit stand; written down before each retry. */
interface Progress {
  /** Number of the attempt to make, from 0 on, over all redrives. */
  readonly attempt: number;
  readonly counts: RetryCounts;
  readonly retryCount: number;
  /** When it may start, milliseconds since 1970. */
  readonly resumeMs: number;
  readonly epoch: number;
}

/**
 * Makes attempts until one gives a result, Retry gives up or Catch takes the failure.
 * @param attempt gives the state's result, from the attempt's number
 * @param givenUp called when no further attempt is made, before Catch
 */
export async function withPolicies(
  visit: Visit<TaskState | ParallelState | MapState>,
  attempt: (number: number) => Promise<Json>,
  givenUp: () => Promise<void>,
): Promise<Exit> {
  const { scope, state } = visit;
  const { run } = scope;
  let progress = recallProgress(visit);
  for (;;) {
    visit.retryCount = progress.retryCount;
    if (progress.retryCount > 0) await sleepUntil(run.clock, progress.resumeMs, scope.signal);
    try {
      const result = await attempt(progress.attempt);
      return await leave(visit, state, result, state.next, { result });
    } catch (error) {
      if (!(error instanceof StateFailure)) throw error;
      const retry = nextRetry(state.retry, progress.counts, error, run.random);
      if (retry === undefined) {
        // A fault of the definition or its data ends the execution without a Failed event on its way.
        if (error.error !== "States.Runtime") await givenUp();
        return await caught(visit, error);
      }
      progress = {
        attempt: progress.attempt + 1,
        counts: retry.counts,
        retryCount: progress.retryCount + 1,
        resumeMs: run.clock.now() + retry.delayMs,
        epoch: run.epoch,
      };
      await run.journal.note(`${visit.key}:progress`, { ...progress });
    }
  }
}

async function caught(
  visit: Visit<TaskState | ParallelState | MapState>,
  failure: StateFailure,
): Promise<Exit> {
  const catcher = findCatcher(visit.state.catch, failure);
  if (catcher === undefined) throw failure;
  return leave(visit, catcher, failure.output, catcher.next, { errorOutput: failure.output });
}

function recallProgress({ scope, key }: Visit): Progress {
  const { journal, epoch } = scope.run;
  const past = journal.recall(`${key}:progress`)?.note as Progress | undefined;
  const fresh = { attempt: past?.attempt ?? 0, counts: [], retryCount: 0, resumeMs: 0, epoch };
  // A redrive starts with all retries again.
  return past?.epoch === epoch ? past : fresh;
}
