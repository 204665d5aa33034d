import type { FailState } from "../../definition/machine.ts";
import { evaluateTyped } from "../../expressions/template.ts";
import type { Json } from "../../json.ts";
import { bindingsOf, evaluating } from "../evaluate.ts";
import { StateFailure } from "../failure.ts";
import type { Exit, Visit } from "../run.ts";

/** An absent Error or Cause stays absent: the real service invents no name. */
export async function fail(visit: Visit<FailState>): Promise<Exit> {
  const { error, cause } = visit.state;
  throw await evaluating(visit, async () => {
    const bindings = bindingsOf(visit);
    const text = (template: typeof error) =>
      template === undefined ? undefined : evaluateTyped(template, bindings, "string", isText);
    return new StateFailure(await text(error), await text(cause));
  });
}

function isText(value: Json): value is string {
  return typeof value === "string";
}
