import type { Machine, State } from "../definition/machine.ts";
import type { Json, JsonObject } from "../json.ts";
import { emit, NOT_TRUNCATED } from "./events.ts";
import { Interrupted, StateFailure, throwIfInterrupted } from "./failure.ts";
import type { Exit, Scope, Visit } from "./run.ts";
import { choice } from "./states/choice.ts";
import { fail } from "./states/fail.ts";
import { map } from "./states/map.ts";
import { parallel } from "./states/parallel.ts";
import { pass } from "./states/pass.ts";
import { succeed } from "./states/succeed.ts";
import { task } from "./states/task.ts";
import { wait } from "./states/wait.ts";

/**
 * Runs a machine, branch or iteration to its end and gives its output.
 * @throws StateFailure when a state fails for good, `Interrupted` when the scope is given up
 */
export async function runMachine(scope: Scope, machine: Machine, input: Json): Promise<Json> {
  let name = machine.startAt;
  let value = input;
  for (let count = 0; ; count++) {
    const state = machine.states.get(name);
    if (state === undefined) throw new Error(`no state '${name}'`);
    const exit = await visitState(scope, state, `${scope.path}/${count}`, value);
    for (const [variable, assigned] of exit.assigned) scope.variables.set(variable, assigned);
    if (exit.next === undefined) return exit.output;
    name = exit.next;
    value = exit.output;
  }
}

async function visitState(scope: Scope, state: State, key: string, input: Json): Promise<Exit> {
  const done = recallExit(scope, `${key}:exit`);
  if (done !== undefined) return done;
  throwIfInterrupted(scope.signal);
  const beforeEventId = scope.previousEventId;
  const enteredEventId = await emit(
    scope,
    `${state.type}StateEntered`,
    [
      "stateEnteredEventDetails",
      { input: JSON.stringify(input), inputDetails: NOT_TRUNCATED, name: state.name },
    ],
    { key: `${key}:enter` },
  );
  const enteredMs = scope.run.journal.recall(`${key}:enter`)?.event?.timestampMs ?? scope.run.clock.now();
  const visit: Visit = { scope, state, key, input, enteredEventId, beforeEventId, enteredMs, retryCount: 0 };
  try {
    return await writeExit(visit, await execute(visit));
  } catch (error) {
    if (isCutOff(visit, error)) await writeAborted(visit);
    throw error;
  }
}

function execute(visit: Visit): Promise<Exit> {
  const { state } = visit;
  switch (state.type) {
    case "Pass":
      return pass({ ...visit, state });
    case "Task":
      return task({ ...visit, state });
    case "Choice":
      return choice({ ...visit, state });
    case "Wait":
      return wait({ ...visit, state });
    case "Parallel":
      return parallel({ ...visit, state });
    case "Map":
      return map({ ...visit, state });
    case "Succeed":
      return succeed({ ...visit, state });
    case "Fail":
      return fail({ ...visit, state });
  }
}

async function writeExit({ scope, state, key }: Visit, exit: Exit): Promise<Exit> {
  const { output, assigned, next } = exit;
  const variables = Object.fromEntries([...assigned].map(([name, value]) => [name, JSON.stringify(value)]));
  const details: JsonObject = {
    ...(assigned.size === 0 ? {} : { assignedVariables: variables, assignedVariablesDetails: NOT_TRUNCATED }),
    name: state.name,
    output: JSON.stringify(output),
    outputDetails: NOT_TRUNCATED,
  };
  await emit(scope, `${state.type}StateExited`, ["stateExitedEventDetails", details], {
    key: `${key}:exit`,
    ...(next === undefined ? {} : { note: { next } }),
  });
  return exit;
}

/** The exit that an earlier process wrote: nothing of the state is done again. */
function recallExit(scope: Scope, key: string): Exit | undefined {
  const entry = scope.run.journal.recall(key);
  if (entry?.event?.details === undefined) return undefined;
  scope.previousEventId = entry.event.id;
  const { output, assignedVariables = {} } = entry.event.details[1] as {
    output: string;
    assignedVariables?: Record<string, string>;
  };
  return {
    output: JSON.parse(output),
    assigned: new Map(Object.entries(assignedVariables).map(([name, text]) => [name, JSON.parse(text)])),
    next: (entry.note as { next: string } | undefined)?.next,
  };
}

/**
 * Whether a state gets an Aborted event: when another branch failed, and, inside a branch, when the state is a Task
 * that failed itself.
 */
function isCutOff({ scope, state }: Visit, error: unknown): boolean {
  if (error instanceof Interrupted) return error.interruption === "sibling";
  return (
    scope.outer !== undefined &&
    state.type === "Task" &&
    error instanceof StateFailure &&
    !OWN_EVENTS.includes(error.error ?? "")
  );
}

/** Failures that are no Failed or TimedOut event of a Task. */
const OWN_EVENTS = ["States.Runtime", "States.QueryEvaluationError"];

/** Types of states that have an Aborted event. */
const ABORTABLE = new Set<State["type"]>(["Task", "Wait", "Parallel", "Map"]);

async function writeAborted({ scope, state }: Visit): Promise<void> {
  if (!ABORTABLE.has(state.type)) return;
  const lastEventId = scope.previousEventId;
  await emit(scope, `${state.type}StateAborted`);
  // What follows points past it.
  scope.previousEventId = lastEventId;
}
