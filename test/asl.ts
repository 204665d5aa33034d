import type { TemplateJson } from "./synthesize.ts";
import { resourcesOf } from "./template.ts";

interface Transition {
  readonly Next?: string;
  readonly Assign?: Readonly<Record<string, unknown>>;
  readonly Output?: unknown;
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: string;
}

/** A state as the template has it. */
export interface State extends Transition {
  readonly Type: string;
  readonly Resource?: string;
  readonly Arguments?: Readonly<Record<string, unknown>>;
  readonly Items?: string;
  readonly TimeoutSeconds?: number;
  readonly HeartbeatSeconds?: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly (Transition & { readonly ErrorEquals: readonly string[] })[];
  readonly Choices?: readonly (Transition & { readonly Condition: string })[];
  readonly Default?: string;
  readonly Branches?: readonly Machine[];
  readonly ItemProcessor?: Machine;
  readonly Error?: string;
  readonly Cause?: string;
}

export interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

/** The state machine of a template, with `<LogicalId>` in the place of names and ARNs. */
export function machineOf(template: TemplateJson): Machine {
  const [machine] = resourcesOf(template, "AWS::StepFunctions::StateMachine");
  if (!machine) throw new Error("There is no state machine");
  return JSON.parse(machine.properties.DefinitionString);
}

/** All states by name, those of branches and item processors too: names are unique in our machine. */
export function allStates(machine: Machine): Map<string, State> {
  const states = new Map<string, State>();
  for (const [name, state] of Object.entries(machine.States)) {
    if (states.has(name)) throw new Error(`Two states are named ${name}`);
    states.set(name, state);
    for (const inner of [...(state.Branches ?? []), ...(state.ItemProcessor ? [state.ItemProcessor] : [])]) {
      for (const [innerName, innerState] of allStates(inner)) {
        if (states.has(innerName)) throw new Error(`Two states are named ${innerName}`);
        states.set(innerName, innerState);
      }
    }
  }
  return states;
}

const EXPRESSION = /^\{%([\s\S]*)%\}$/;

/** The texts of all JSONata expressions in a value. */
export function expressionsIn(value: unknown): string[] {
  if (typeof value === "string") return EXPRESSION.exec(value)?.slice(1, 2) ?? [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(expressionsIn);
}

/** What a field such as Arguments or Output becomes; undefined results are refused, as Step Functions does. */
export async function evaluateField(
  value: unknown,
  bindings: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  if (typeof value === "string") {
    const expression = EXPRESSION.exec(value)?.[1];
    if (expression === undefined) return value;
    const { default: jsonata } = await import("jsonata");
    const result: unknown = await jsonata(expression).evaluate({}, bindings);
    if (result === undefined) throw new Error(`The expression "${expression}" gives nothing`);
    return JSON.parse(JSON.stringify(result));
  }
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => evaluateField(item, bindings)));
  const fields = Object.entries(value).map(async ([key, field]) => [
    key,
    await evaluateField(field, bindings),
  ]);
  return Object.fromEntries(await Promise.all(fields));
}
