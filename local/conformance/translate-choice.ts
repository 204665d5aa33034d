import type { Json, JsonObject } from "../step-functions/json.ts";
import { asObject } from "./templates.ts";
import { pathExpression } from "./translate-path.ts";
import { Untranslatable } from "./untranslatable.ts";

const COMPARISONS: Readonly<Record<string, string>> = {
  Equals: "=",
  LessThan: "<",
  LessThanEquals: "<=",
  GreaterThan: ">",
  GreaterThanEquals: ">=",
};

const TYPES: Readonly<Record<string, string>> = { String: "string", Numeric: "number", Boolean: "boolean" };

/** The condition of a Choice rule in JSONPath's operators. */
export function choiceCondition(rule: JsonObject, root: string): string {
  const list = (value: Json) =>
    (Array.isArray(value) ? value : []).map((each) => `(${choiceCondition(asObject(each), root)})`);
  if (rule["And"] !== undefined) return list(rule["And"]).join(" and ");
  if (rule["Or"] !== undefined) return list(rule["Or"]).join(" or ");
  if (rule["Not"] !== undefined) return `$not(${choiceCondition(asObject(rule["Not"]), root)})`;
  const { Variable, ...operators } = rule;
  const variable = pathExpression(Variable, root, root);
  const [operator = "", value = null] = Object.entries(operators)[0] ?? [];
  return comparison(operator, value, variable, root);
}

function comparison(operator: string, value: Json, variable: string, root: string): string {
  const is = (text: string) => (value === true ? text : `$not(${text})`);
  if (operator === "IsPresent") return is(`$exists(${variable})`);
  if (operator === "IsNull") return is(`($exists(${variable}) and ${variable} = null)`);
  const isType = /^Is(String|Numeric|Boolean)$/.exec(operator)?.[1];
  if (isType !== undefined) return is(`$type(${variable}) = "${TYPES[isType]}"`);
  const [, kind = "", relation = "", path] =
    /^(String|Numeric|Boolean)([A-Za-z]+?)(Path)?$/.exec(operator) ?? [];
  const sign = COMPARISONS[relation];
  if (sign === undefined) throw new Untranslatable(`the operator '${operator}' is not translated`);
  const other = path === undefined ? JSON.stringify(value) : pathExpression(value, root, root);
  return `($type(${variable}) = "${TYPES[kind]}" and ${variable} ${sign} ${other})`;
}
