import type { WaitState } from "../../definition/machine.ts";
import { parseTimestamp } from "../../definition/timestamp.ts";
import { EvaluationError } from "../../expressions/expression.ts";
import { evaluateTyped } from "../../expressions/template.ts";
import type { Json } from "../../json.ts";
import { bindingsOf, evaluating, leave, runtimeFailure } from "../evaluate.ts";
import type { Exit, Visit } from "../run.ts";
import { sleepUntil } from "../signals.ts";

/** Longest wait until a timestamp: a wait of 24,855 days was taken by the real service, one of 24,856 refused. */
const MAX_WAIT_MS = (2 ** 31 - 1) * 1000;

/** Sleeps until a time that is fixed on entering, so that a restart of the host does not prolong it. */
export async function wait(visit: Visit<WaitState>): Promise<Exit> {
  const { run, signal } = visit.scope;
  const key = `${visit.key}:until${run.epoch}`;
  let untilMs = run.journal.recall(key)?.note as number | undefined;
  if (untilMs === undefined) {
    untilMs = await evaluating(visit, () => endOf(visit));
    if (untilMs - visit.enteredMs > MAX_WAIT_MS) {
      throw runtimeFailure(visit, "Wait state delay is too long.");
    }
    await run.journal.note(key, untilMs);
  }
  await sleepUntil(run.clock, untilMs, signal);
  return leave(visit, visit.state, visit.input, visit.state.next);
}

async function endOf(visit: Visit<WaitState>): Promise<number> {
  const { seconds, timestamp } = visit.state;
  const bindings = bindingsOf(visit);
  if (seconds !== undefined) {
    const length = await evaluateTyped(seconds, bindings, "non-negative integer", isWholeSeconds);
    return visit.scope.run.clock.now() + length * 1000;
  }
  if (timestamp === undefined) throw new Error("a Wait state has Seconds or Timestamp");
  const text = await evaluateTyped(
    timestamp,
    bindings,
    "string",
    (value): value is string => typeof value === "string",
  );
  const time = parseTimestamp(text);
  if (time === undefined) {
    throw new EvaluationError(
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
      timestamp.field,
    );
  }
  return time;
}

function isWholeSeconds(value: Json): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
