import type { MapState } from "../../definition/machine.ts";
import type { Json, JsonObject } from "../../json.ts";
import { bindingsOf, evaluating, limited } from "../evaluate.ts";
import { emit } from "../events.ts";
import { Interrupted, StateFailure } from "../failure.ts";
import type { Scope, Visit } from "../run.ts";
import { type ChildSignal, childSignal } from "../signals.ts";

/** What the iterations of one attempt share. */
interface Iterations {
  readonly visit: Visit<MapState>;
  readonly place: string;
  readonly items: readonly Json[];
  readonly outputs: Json[];
  readonly inner: ChildSignal;
  next: number;
  failure: { readonly error: unknown } | undefined;
}

/** Runs the items through as many workers as may run at once and gives the outputs in the order of the items. */
export async function runIterations(
  visit: Visit<MapState>,
  place: string,
  items: readonly Json[],
  concurrency: number,
): Promise<Json[]> {
  const { scope } = visit;
  const inner = childSignal(scope.signal);
  const outputs: Json[] = new Array(items.length).fill(null);
  const shared: Iterations = { visit, place, items, outputs, inner, next: 0, failure: undefined };
  const startedId = scope.previousEventId;
  const workers = Array.from({ length: Math.min(concurrency, items.length) }, () => work(shared, startedId));
  await Promise.all(workers);
  inner.release();
  if (shared.failure !== undefined) throw shared.failure.error;
  return outputs;
}

/** Takes one item after the other; each iteration follows the last event of the one before. */
async function work(shared: Iterations, startedId: number): Promise<void> {
  const { visit, items, outputs, inner } = shared;
  let previousEventId = startedId;
  while (shared.next < items.length && shared.failure === undefined) {
    const index = shared.next++;
    const scope = iterationScope(shared, index, previousEventId);
    const details = { index, name: visit.state.name };
    try {
      outputs[index] = await iterate(shared, scope, index, details);
      previousEventId = scope.previousEventId;
      const key = `${scope.path}:succeeded`;
      visit.scope.previousEventId = await emit(
        scope,
        "MapIterationSucceeded",
        ["mapIterationSucceededEventDetails", details],
        { key },
      );
    } catch (error) {
      await ended(shared, scope, details, error);
    }
  }
  async function ended(all: Iterations, scope: Scope, details: JsonObject, error: unknown): Promise<void> {
    if (all.failure === undefined) {
      all.failure = { error };
      const lastEventId = scope.previousEventId;
      if (error instanceof StateFailure && error.error !== "States.Runtime") {
        await emit(scope, "MapIterationFailed", ["mapIterationFailedEventDetails", details]);
      }
      visit.scope.previousEventId = lastEventId;
      inner.abort("sibling");
    } else if (
      error instanceof StateFailure ||
      (error instanceof Interrupted && error.interruption === "sibling")
    ) {
      // One that failed while another had failed already counts as given up as well.
      await emit(scope, "MapIterationAborted", ["mapIterationAbortedEventDetails", details]);
    }
  }
}

function iterationScope(
  { visit, place, items, inner }: Iterations,
  index: number,
  previousEventId: number,
): Scope {
  return {
    run: visit.scope.run,
    path: `${place}/i${index}`,
    outer: visit.scope,
    variables: new Map(),
    signal: inner.signal,
    item: { Item: { Index: index, Value: items[index] ?? null } },
    previousEventId,
  };
}

async function iterate(
  { visit, items }: Iterations,
  scope: Scope,
  index: number,
  details: JsonObject,
): Promise<Json> {
  const { state } = visit;
  const { journal } = scope.run;
  const startKey = `${scope.path}:started`;
  await emit(scope, "MapIterationStarted", ["mapIterationStartedEventDetails", details], { key: startKey });
  let input = items[index] ?? null;
  if (state.itemSelector !== undefined) {
    const template = state.itemSelector;
    const key = `${scope.path}:item`;
    const past = journal.recall(key)?.note;
    const item = scope.item as JsonObject;
    input =
      past ??
      limited(
        visit,
        await evaluating({ ...visit, scope }, () => template.evaluate(bindingsOf(visit, { item }))),
      );
    if (past === undefined) await journal.note(key, input);
  }
  return scope.run.runMachine(scope, state.processor, input);
}
