import type { Leaving } from "../definition/machine.ts";
import { type Bindings, EvaluationError } from "../expressions/expression.ts";
import type { Json, JsonObject } from "../json.ts";
import { isTooLarge } from "../json.ts";
import { defined, emit } from "./events.ts";
import { StateFailure } from "./failure.ts";
import { type Exit, type Visit, visibleVariables } from "./run.ts";

/** What `$states` holds besides input and context, by the place of the expression. */
export interface Extra {
  readonly result?: Json;
  readonly errorOutput?: Json;
  readonly token?: string;
  /** Replaces the item of the surrounding iteration: for ItemSelector. */
  readonly item?: JsonObject;
}

export function bindingsOf(visit: Visit, { result, errorOutput, token, item }: Extra = {}): Bindings {
  const { run } = visit.scope;
  const context = {
    ...run.context,
    State: {
      EnteredTime: new Date(visit.enteredMs).toISOString(),
      Name: visit.state.name,
      // Only states that can retry have the count.
      ...("retry" in visit.state ? { RetryCount: visit.retryCount } : {}),
    },
    ...defined({
      Map: item ?? visit.scope.item,
      Task: token === undefined ? undefined : { Token: token },
    }),
  };
  const states = { input: visit.input, context, ...defined({ result, errorOutput }) };
  return { ...visibleVariables(visit.scope), states };
}

/**
 * Runs an evaluation of this visit.
 * @throws StateFailure `States.QueryEvaluationError`, after the EvaluationFailed event
 */
export async function evaluating<T>(visit: Visit, evaluation: () => Promise<T>): Promise<T> {
  try {
    return await evaluation();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const cause = `${during(visit)} ${error.message}`;
    const name = "States.QueryEvaluationError";
    await emit(visit.scope, "EvaluationFailed", [
      "evaluationFailedEventDetails",
      defined({ cause, error: name, location: error.field, state: visit.state.name }),
    ]);
    throw new StateFailure(name, cause);
  }
}

/** Head of the causes that name the state. */
export function during(visit: Visit): string {
  return (
    `An error occurred while executing the state '${visit.state.name}' ` +
    `(entered at the event id #${visit.enteredEventId}).`
  );
}

/** A fault of the definition or its data that no Retry or Catch may take. */
export function runtimeFailure(visit: Visit, problem: string): StateFailure {
  return new StateFailure("States.Runtime", `${during(visit)} ${problem}`);
}

/**
 * Evaluates Output and Assign, both on the variables as they were.
 * @param fallback output of a state without Output
 */
export async function leave(
  visit: Visit,
  { output, assign }: Leaving,
  fallback: Json,
  next: string | undefined,
  extra: Extra = {},
): Promise<Exit> {
  return evaluating(visit, async () => {
    const bindings = bindingsOf(visit, extra);
    const value = output === undefined ? fallback : await output.evaluate(bindings);
    const assigned = new Map<string, Json>();
    for (const [name, template] of assign) assigned.set(name, await template.evaluate(bindings));
    // The limit holds for the variables of one Assign together.
    for (const checked of [value, Object.fromEntries(assigned)]) {
      if (isTooLarge(JSON.stringify(checked))) throw dataLimitExceeded(visit.state.name);
    }
    return { output: value, assigned, next };
  });
}

/**
 * What Arguments or ItemSelector made of the input.
 * @throws StateFailure `States.DataLimitExceeded` when it is too large to be handed on
 */
export function limited<T extends Json>(visit: Visit, input: T): T {
  if (!isTooLarge(JSON.stringify(input))) return input;
  throw new StateFailure(
    "States.DataLimitExceeded",
    `The state/task '${visit.state.name}' has an input with a size exceeding the maximum number of bytes service limit.`,
  );
}

export function dataLimitExceeded(subject: string): StateFailure {
  return new StateFailure(
    "States.DataLimitExceeded",
    `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}
