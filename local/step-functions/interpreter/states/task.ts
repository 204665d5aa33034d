import type { TaskState } from "../../definition/machine.ts";
import { isTooLarge, type Json } from "../../json.ts";
import { dataLimitExceeded } from "../evaluate.ts";
import { StateFailure } from "../failure.ts";
import { withPolicies } from "../policies.ts";
import type { Exit, Visit } from "../run.ts";
import { callWithin } from "../task-call.ts";
import { recallOutcome, type TaskEvents, taskEvents } from "../task-events.ts";
import { schedule } from "../task-schedule.ts";
import { awaitAnswer } from "../task-token.ts";

/** Calls a function or service and takes its answer, or the answer to its task token, as the result. */
export function task(visit: Visit<TaskState>): Promise<Exit> {
  return withPolicies(
    visit,
    (attempt) => makeAttempt(visit, attempt),
    async () => {},
  );
}

async function makeAttempt(visit: Visit<TaskState>, attempt: number): Promise<Json> {
  const { scope } = visit;
  const place = `${visit.key}:a${scope.run.epoch}.${attempt}`;
  const events = taskEvents(visit, place);
  const known = recallOutcome(visit, place);
  if (known !== undefined) return known();
  const scheduled = await schedule(visit, place, events);
  try {
    const text = JSON.stringify(
      scheduled.token === undefined
        ? await callWithin(visit, scheduled)
        : await awaitAnswer(visit, place, scheduled, scheduled.token, events),
    );
    if (isTooLarge(text)) throw dataLimitExceeded(events.subject);
    await events.succeeded(text);
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof StateFailure) await writeFailure(events, error);
    throw error;
  } finally {
    // A journal that is closed belongs to a host that stops: the token stays open for the next one.
    if (scheduled.token !== undefined && !scope.run.journal.closed)
      await scope.run.tokens.close(scheduled.token);
  }
}

async function writeFailure(events: TaskEvents, failure: StateFailure): Promise<void> {
  if (failure.error === "States.Timeout") await events.timedOut(failure);
  else await events.failed(failure);
}
