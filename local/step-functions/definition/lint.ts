import type { Template } from "../expressions/template.ts";
import { type Assignments, DefinitionError, type Leaving, type Machine, type State } from "./machine.ts";

/** Fields of `$states` that exist in every expression. */
const EVERYWHERE = ["input", "context"];

/**
 * Refuses what the real service would only show at run time, or refuses itself without naming the place:
 * unknown variables, `$states` fields read where they do not exist, heartbeats that outlast the timeout.
 * @throws DefinitionError with the state and the expression
 */
export function lintMachine(machine: Machine, outer: ReadonlySet<string> = new Set()): void {
  const assigned = [...machine.states.values()].flatMap(assignmentsOf).flatMap((each) => [...each.keys()]);
  const variables = new Set([...outer, ...assigned]);
  for (const state of machine.states.values()) {
    for (const { template, fields } of templatesOf(state))
      checkTemplate(state.name, template, fields, variables);
    checkHeartbeat(state);
    for (const inner of innerMachines(state)) lintMachine(inner, variables);
  }
}

interface Place {
  readonly template: Template;
  /** Fields of `$states` that exist here. */
  readonly fields: readonly string[];
}

function templatesOf(state: State): Place[] {
  const hasResult = state.type === "Task" || state.type === "Parallel" || state.type === "Map";
  const plain = (template: Template | undefined): Place[] =>
    template === undefined ? [] : [{ template, fields: EVERYWHERE }];
  const leave = ({ output, assign }: Leaving, ...more: string[]): Place[] =>
    [...(output === undefined ? [] : [output]), ...assign.values()].map((template) => ({
      template,
      fields: [...EVERYWHERE, ...more],
    }));
  const own = "assign" in state ? leave(state, ...(hasResult ? ["result"] : [])) : [];
  const caught = "catch" in state ? state.catch.flatMap((catcher) => leave(catcher, "errorOutput")) : [];
  switch (state.type) {
    case "Task":
      return [...own, ...caught, ...[state.arguments, state.timeoutSec, state.heartbeatSec].flatMap(plain)];
    case "Parallel":
      return [...own, ...caught, ...plain(state.arguments)];
    case "Map":
      return [...own, ...caught, ...[state.items, state.itemSelector, state.maxConcurrency].flatMap(plain)];
    case "Choice":
      return [...own, ...state.choices.flatMap((rule) => [...plain(rule.condition), ...leave(rule)])];
    case "Wait":
      return [...own, ...[state.seconds, state.timestamp].flatMap(plain)];
    case "Fail":
      return [state.error, state.cause].flatMap(plain);
    default:
      return own;
  }
}

function checkTemplate(
  state: string,
  { field, expressions }: Template,
  fields: readonly string[],
  variables: ReadonlySet<string>,
): void {
  for (const { text, references } of expressions) {
    const refuse = (problem: string) => {
      throw new DefinitionError(`${problem} in the expression '${text}' of '${field}' at /States/${state}`);
    };
    for (const name of references.variables) {
      if (!variables.has(name)) refuse(`The variable '$${name}' is assigned nowhere before it is used`);
    }
    for (const name of references.stateFields) {
      if (!fields.includes(name)) refuse(`'$states.${name}' does not exist here, used`);
    }
  }
}

function checkHeartbeat(state: State): void {
  if (state.type !== "Task") return;
  const [timeout, heartbeat] = [state.timeoutSec?.literal, state.heartbeatSec?.literal];
  if (typeof timeout !== "number" || typeof heartbeat !== "number" || heartbeat < timeout) return;
  throw new DefinitionError(
    `HeartbeatSeconds (${heartbeat}) must be smaller than TimeoutSeconds (${timeout}) at /States/${state.name}`,
  );
}

function assignmentsOf(state: State): Assignments[] {
  const own = "assign" in state ? [state.assign] : [];
  const caught = "catch" in state ? state.catch.map(({ assign }) => assign) : [];
  const rules = state.type === "Choice" ? state.choices.map(({ assign }) => assign) : [];
  return [...own, ...caught, ...rules];
}

function innerMachines(state: State): readonly Machine[] {
  if (state.type === "Parallel") return state.branches;
  return state.type === "Map" ? [state.processor] : [];
}
