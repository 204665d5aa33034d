import type { Caller } from "../service.ts";
import type { TaskResource } from "../step-functions/definition/task-resource.ts";
import type { Tokens } from "../step-functions/executions/tokens.ts";
import { StateFailure } from "../step-functions/interpreter/failure.ts";
import type { TaskPort, TokenAnswer } from "../step-functions/interpreter/run.ts";
import { type Json, MAX_DATA_BYTES } from "../step-functions/json.ts";
import { same } from "./compare-values.ts";
import { parsedText, type RecordedEvent } from "./recordings.ts";

/** One recorded call: what was asked and what came back. */
interface Attempt {
  readonly service: string;
  readonly parameters: Json;
  readonly submitted: RecordedEvent | undefined;
  readonly outcome: RecordedEvent | undefined;
  used: boolean;
}

/** Answers Tasks as the real services did in one recording: what services say is given, not compared. */
export class RecordedTasks implements TaskPort {
  readonly #attempts: readonly Attempt[];
  readonly #tokens: Tokens;

  constructor(events: readonly RecordedEvent[], tokens: Tokens) {
    this.#attempts = attemptsIn(events);
    this.#tokens = tokens;
  }

  async call(resource: TaskResource, parameters: Json, _caller: Caller): Promise<Json> {
    const service =
      resource.kind === "function" ? "function" : `${resource.resourceType}:${resource.resource}`;
    const open = this.#attempts.filter((each) => !each.used && each.service === service);
    const attempt = open.find((each) => same(each.parameters, parameters)) ?? open[0];
    if (attempt === undefined) {
      throw new StateFailure("Conformance.NotRecorded", `the recording has no further call of ${service}`);
    }
    attempt.used = true;
    if (resource.kind === "function" || !resource.waitForToken) return answerOf(attempt.outcome);
    const token = /AQCEAAAA[A-Za-z0-9+/]+={0,2}/.exec(JSON.stringify(parameters))?.[0];
    if (attempt.submitted === undefined) return answerOf(attempt.outcome);
    const answer = tokenAnswer(attempt.outcome);
    // The worker answers after the call has returned.
    if (token !== undefined && answer !== undefined) {
      setImmediate(() => setImmediate(() => void this.#tokens.answer(token, answer).catch(() => {})));
    }
    return parsedText(attempt.submitted.details["output"]) ?? null;
  }
}

function attemptsIn(events: readonly RecordedEvent[]): Attempt[] {
  const taken = new Set<RecordedEvent>();
  const followers = (event: RecordedEvent, types: RegExp) => {
    const byChain = events.find(
      (each) => types.test(each.type) && !taken.has(each) && leadsTo(events, each, event),
    );
    const found =
      byChain ?? events.find((each) => types.test(each.type) && !taken.has(each) && each.id === undefined);
    if (found !== undefined) taken.add(found);
    return found;
  };
  return events
    .filter(({ type }) => type === "TaskScheduled" || type === "LambdaFunctionScheduled")
    .map((event) => ({
      service:
        event.type === "TaskScheduled"
          ? `${event.details["resourceType"]}:${event.details["resource"]}`
          : "function",
      parameters: parsedText(event.details["parameters"] ?? event.details["input"]) ?? null,
      submitted: followers(event, /^TaskSubmitted$/),
      outcome: followers(
        event,
        /^(Task|LambdaFunction)(Succeeded|Failed|TimedOut|StartFailed|SubmitFailed|ScheduleFailed)$/,
      ),
      used: false,
    }));
}

/** Whether an event follows another one with no other attempt between them. */
function leadsTo(events: readonly RecordedEvent[], event: RecordedEvent, start: RecordedEvent): boolean {
  for (let at: RecordedEvent | undefined = event; at !== undefined; ) {
    const { previousEventId }: RecordedEvent = at;
    if (previousEventId === undefined || previousEventId === 0) return false;
    if (previousEventId === start.id) return true;
    at = events.find(({ id }) => id === previousEventId);
    if (at?.type.endsWith("Scheduled")) return false;
  }
  return false;
}

const never = new Promise<never>(() => {});

function answerOf(outcome: RecordedEvent | undefined): Promise<Json> | Json {
  if (outcome === undefined || outcome.type.endsWith("TimedOut")) return never;
  if (outcome.type.endsWith("Succeeded")) return parsedText(outcome.details["output"]) ?? null;
  const { error, cause } = failureOf(outcome);
  // The oversized answer itself is not in the recording; any answer of that size must fail in the same way.
  if (error === "States.DataLimitExceeded") return "x".repeat(MAX_DATA_BYTES + 1);
  throw new StateFailure(error, cause);
}

function tokenAnswer(outcome: RecordedEvent | undefined): TokenAnswer | undefined {
  if (outcome === undefined || outcome.type.endsWith("TimedOut")) return undefined;
  if (outcome.type.endsWith("Succeeded")) {
    return { kind: "success", output: JSON.stringify(parsedText(outcome.details["output"]) ?? null) };
  }
  return { kind: "failure", ...failureOf(outcome) };
}

function failureOf({ details }: RecordedEvent): { error: string | undefined; cause: string | undefined } {
  const { error, cause } = details;
  return {
    error: error === undefined ? undefined : String(error),
    cause: cause === undefined ? undefined : typeof cause === "string" ? cause : JSON.stringify(cause),
  };
}
