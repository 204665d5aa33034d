import type { ChoiceState } from "../../definition/machine.ts";
import { evaluateTyped } from "../../expressions/template.ts";
import type { Json } from "../../json.ts";
import { bindingsOf, during, evaluating, leave } from "../evaluate.ts";
import { StateFailure } from "../failure.ts";
import type { Exit, Visit } from "../run.ts";

/** The first rule whose condition holds decides; its Output and Assign replace those of the state. */
export async function choice(visit: Visit<ChoiceState>): Promise<Exit> {
  const { state, input } = visit;
  for (const rule of state.choices) {
    const holds = await evaluating(visit, () =>
      evaluateTyped(rule.condition, bindingsOf(visit), "boolean", isBoolean),
    );
    if (holds) return leave(visit, rule, input, rule.next);
  }
  if (state.default !== undefined) return leave(visit, state, input, state.default);
  throw new StateFailure(
    "States.NoChoiceMatched",
    `${during(visit)} Failed to transition out of the state. The state does not point to a next state.`,
  );
}

function isBoolean(value: Json): value is boolean {
  return typeof value === "boolean";
}
