import type { Machine, ParallelState } from "../../definition/machine.ts";
import type { Json } from "../../json.ts";
import { isTooLarge } from "../../json.ts";
import { bindingsOf, dataLimitExceeded, evaluating, limited } from "../evaluate.ts";
import { emit } from "../events.ts";
import { withPolicies } from "../policies.ts";
import type { Exit, Scope, Visit } from "../run.ts";
import { childSignal } from "../signals.ts";

/** Runs all branches at once; the first that fails ends the others. Retry runs all of them again. */
export function parallel(visit: Visit<ParallelState>): Promise<Exit> {
  return withPolicies(
    visit,
    (attempt) => runBranches(visit, attempt),
    async () => void (await emit(visit.scope, "ParallelStateFailed")),
  );
}

async function runBranches(visit: Visit<ParallelState>, attempt: number): Promise<Json> {
  const { scope, state } = visit;
  const place = `${visit.key}.${attempt}`;
  const past = scope.run.journal.recall(`${place}:started`);
  const startedId = await emit(scope, "ParallelStateStarted", undefined, { key: `${place}:started` });
  const argumentsKey = `${place}:arguments`;
  let input = visit.input;
  if (state.arguments !== undefined) {
    const known = past === undefined ? undefined : scope.run.journal.recall(argumentsKey)?.note;
    const template = state.arguments;
    input = known ?? limited(visit, await evaluating(visit, () => template.evaluate(bindingsOf(visit))));
    if (known === undefined) await scope.run.journal.note(argumentsKey, input);
  }
  const inner = childSignal(scope.signal);
  let firstFailure: { error: unknown } | undefined;
  const run = async (branch: Machine, index: number): Promise<Json> => {
    const branchScope: Scope = {
      run: scope.run,
      path: `${place}/b${index}`,
      outer: scope,
      variables: new Map(),
      signal: inner.signal,
      item: scope.item,
      previousEventId: startedId,
    };
    try {
      const output = await scope.run.runMachine(branchScope, branch, input);
      scope.previousEventId = branchScope.previousEventId;
      return output;
    } catch (error) {
      if (firstFailure === undefined) {
        firstFailure = { error };
        scope.previousEventId = branchScope.previousEventId;
        inner.abort("sibling");
      }
      return null;
    }
  };
  const outputs = await Promise.all(state.branches.map(run));
  inner.release();
  if (firstFailure !== undefined) throw (firstFailure as { error: unknown }).error;
  if (isTooLarge(JSON.stringify(outputs))) throw dataLimitExceeded(state.name);
  const lastEventId = scope.previousEventId;
  await emit(scope, "ParallelStateSucceeded", undefined, { key: `${place}:succeeded` });
  // Exited follows the last event of the branches, as Succeeded does.
  scope.previousEventId = lastEventId;
  return outputs;
}
