import type { MapState } from "../../definition/machine.ts";
import { EvaluationError } from "../../expressions/expression.ts";
import { evaluateTyped } from "../../expressions/template.ts";
import { isTooLarge, type Json } from "../../json.ts";
import { bindingsOf, dataLimitExceeded, evaluating } from "../evaluate.ts";
import { emit } from "../events.ts";
import { withPolicies } from "../policies.ts";
import type { Exit, Visit } from "../run.ts";
import { runIterations } from "./map-iterations.ts";

/** An inline Map runs at most this many iterations at once, whatever MaxConcurrency says. */
const MAX_CONCURRENCY = 40;

/** Runs the processor once per item; an iteration that fails ends the others. Retry runs all of them again. */
export function map(visit: Visit<MapState>): Promise<Exit> {
  return withPolicies(
    visit,
    (attempt) => runMap(visit, attempt),
    async () => void (await emit(visit.scope, "MapStateFailed")),
  );
}

async function runMap(visit: Visit<MapState>, attempt: number): Promise<Json> {
  const { scope, state } = visit;
  const place = `${visit.key}.${attempt}`;
  const { items, concurrency } = await plan(visit, `${place}:plan`);
  await emit(scope, "MapStateStarted", ["mapStateStartedEventDetails", { length: items.length }], {
    key: `${place}:started`,
  });
  const outputs = await runIterations(visit, place, items, concurrency);
  if (isTooLarge(JSON.stringify(outputs))) throw dataLimitExceeded(state.name);
  const lastEventId = scope.previousEventId;
  await emit(scope, "MapStateSucceeded", undefined, { key: `${place}:succeeded` });
  // Exited follows the last event of the iterations, as Succeeded does.
  scope.previousEventId = lastEventId;
  return outputs;
}

interface Plan {
  readonly items: readonly Json[];
  readonly concurrency: number;
}

/** Items and concurrency; written down so that a replay does not evaluate them anew. */
async function plan(visit: Visit<MapState>, key: string): Promise<Plan> {
  const { journal } = visit.scope.run;
  const past = journal.recall(key)?.note as Plan | undefined;
  if (past !== undefined) return past;
  const made = await evaluating(visit, async () => {
    const items = await itemsOf(visit);
    return { items, concurrency: await concurrencyOf(visit) };
  });
  await journal.note(key, { ...made });
  return made;
}

async function itemsOf({ state, input, ...rest }: Visit<MapState>): Promise<readonly Json[]> {
  const visit = { state, input, ...rest };
  if (state.items !== undefined) return evaluateTyped(state.items, bindingsOf(visit), "array", isList);
  if (isList(input)) return input;
  throw new EvaluationError(`Map state input must be an array but was: ${JSON.stringify(input)}`, undefined);
}

async function concurrencyOf(visit: Visit<MapState>): Promise<number> {
  const template = visit.state.maxConcurrency;
  if (template === undefined) return MAX_CONCURRENCY;
  const value = await evaluateTyped(template, bindingsOf(visit), "non-negative integer", isCount);
  return value === 0 ? MAX_CONCURRENCY : Math.min(value, MAX_CONCURRENCY);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isCount(value: Json): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
