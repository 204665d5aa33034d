import type { TaskState } from "../definition/machine.ts";
import type { Json } from "../json.ts";
import { StateFailure } from "./failure.ts";
import type { TokenAnswer, Visit } from "./run.ts";
import type { Scheduled } from "./scheduled.ts";
import { interruptible } from "./signals.ts";
import { timedOut } from "./task-call.ts";
import type { TaskEvents } from "./task-events.ts";

/**
 * Makes the call that carries the token, unless that was done before, and waits for the answer to the token.
 * The limits count from the scheduling, also over a restart of the host. An answer may come before the call has
 * returned; it then holds even if the call fails.
 */
export async function awaitAnswer(
  visit: Visit<TaskState>,
  place: string,
  { parameters, timeoutSec, heartbeatSec, scheduledMs }: Scheduled,
  token: string,
  events: TaskEvents,
): Promise<Json> {
  const { run, signal } = visit.scope;
  const limits = {
    deadlineMs: timeoutSec === undefined ? undefined : scheduledMs + timeoutSec * 1000,
    heartbeatMs: heartbeatSec === undefined ? undefined : heartbeatSec * 1000,
  };
  const answer = run.tokens.wait(token, limits, signal);
  answer.catch(() => {});
  const submission = new Submission(visit, place, parameters, events);
  try {
    if (run.tokens.answered(token) === undefined) {
      const first = await interruptible(Promise.race([submission.send(), answer]), signal);
      // The answer came first: the call is about to return, and its event belongs before the answer's.
      if (first !== undefined && first.kind !== "timeout") await interruptible(submission.settled, signal);
    }
  } catch (error) {
    if (!(error instanceof StateFailure) || run.tokens.answered(token) === undefined) throw error;
  } finally {
    submission.abandoned = true;
  }
  const outcome = await interruptible(answer, signal);
  if (outcome.kind === "timeout") throw timedOut(outcome.missedHeartbeat);
  return resultOf(outcome);
}

/** The call that carries the token. */
class Submission {
  /** Set when nobody waits for it any more: then its return is no event. */
  abandoned = false;
  /** Never rejects. */
  settled: Promise<void> = Promise.resolve();
  readonly #visit: Visit<TaskState>;
  readonly #key: string;
  readonly #parameters: Json;
  readonly #events: TaskEvents;

  constructor(visit: Visit<TaskState>, place: string, parameters: Json, events: TaskEvents) {
    this.#visit = visit;
    this.#key = `${place}:submitted`;
    this.#parameters = parameters;
    this.#events = events;
  }

  /** Makes the call, unless an earlier process wrote down that it was made. */
  send(): Promise<undefined> {
    const sent = this.#send();
    this.settled = sent.then(
      () => {},
      () => {},
    );
    return sent;
  }

  async #send(): Promise<undefined> {
    const { scope, state } = this.#visit;
    const { run } = scope;
    const past = run.journal.recall(this.#key)?.event;
    if (past !== undefined) {
      scope.previousEventId = past.id;
      return;
    }
    const output = await run.tasks.call(state.resource, this.#parameters, run.caller);
    if (!this.abandoned) await this.#events.submitted(JSON.stringify(output));
  }
}

function resultOf(answer: TokenAnswer): Json {
  if (answer.kind === "failure") throw new StateFailure(answer.error, answer.cause);
  return JSON.parse(answer.output);
}
