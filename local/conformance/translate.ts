import { isObject, type Json, type JsonObject } from "../step-functions/json.ts";
import { asObject } from "./templates.ts";
import { choiceCondition } from "./translate-choice.ts";
import { pathExpression, template } from "./translate-path.ts";
import { Untranslatable } from "./untranslatable.ts";

/**
 * The same machine in JSONata, for definitions whose JSONPath only picks members by name. Its order of events,
 * retries, catchers and error names then check the interpreter as well.
 * @throws Untranslatable when it does more
 */
export function translateMachine(
  machine: JsonObject,
  jsonata = machine["QueryLanguage"] === "JSONata",
): JsonObject {
  const { QueryLanguage: _, ...rest } = machine;
  const states = Object.entries(asObject(machine["States"])).map(([name, state]) => [
    name,
    translateState(asObject(state), jsonata),
  ]);
  return { ...rest, States: Object.fromEntries(states) };
}

function translateState(state: JsonObject, jsonata: boolean): JsonObject {
  const language = state["QueryLanguage"] ?? (jsonata ? "JSONata" : "JSONPath");
  const inner = withInnerMachines(state, jsonata);
  if (language === "JSONata") return { ...inner, QueryLanguage: "JSONata" };
  return { ...translateFields(inner), QueryLanguage: "JSONata" };
}

function withInnerMachines(state: JsonObject, jsonata: boolean): JsonObject {
  const { Branches, ItemProcessor, Iterator: iterator, ...rest } = state;
  const processor = ItemProcessor ?? iterator;
  return {
    ...rest,
    ...(Array.isArray(Branches)
      ? { Branches: Branches.map((each) => translateMachine(asObject(each), jsonata)) }
      : {}),
    ...(processor === undefined ? {} : { ItemProcessor: translateMachine(asObject(processor), jsonata) }),
  };
}

/** Fields that mean the same in both languages. */
const COMMON = [
  "Type",
  "Comment",
  "Next",
  "End",
  "Resource",
  "Retry",
  "Branches",
  "ItemProcessor",
  "MaxConcurrency",
  "TimeoutSeconds",
  "HeartbeatSeconds",
  "Seconds",
  "Timestamp",
  "Default",
  "Error",
  "Cause",
];

function translateFields(state: JsonObject): JsonObject {
  const input = pathExpression(state["InputPath"], "$states.input", "$states.input");
  const type = String(state["Type"]);
  const rest: Record<string, Json> = { ...state };
  const take = (field: string): Json | undefined => {
    const value = rest[field];
    delete rest[field];
    return value;
  };
  take("InputPath");
  const translated: Record<string, Json> = {};
  for (const field of COMMON) {
    const value = take(field);
    if (value !== undefined) translated[field] = value;
  }
  const parameters = take("Parameters");
  const effective = parameters === undefined ? undefined : template(parameters, input);
  let result = "$states.result";
  if (type === "Task") translated["Arguments"] = effective ?? `{% ${input} %}`;
  if (type === "Parallel") translated["Arguments"] = effective ?? `{% ${input} %}`;
  if (type === "Map") {
    translated["Items"] = `{% ${pathExpression(take("ItemsPath"), input, input)} %}`;
    const selector = take("ItemSelector") ?? parameters;
    if (selector !== undefined) translated["ItemSelector"] = template(selector, input);
  }
  const selected = take("ResultSelector");
  if (selected !== undefined) result = `(${objectText(template(selected, "$states.result"))})`;
  if (type === "Pass") {
    const literal = take("Result");
    result =
      literal !== undefined
        ? JSON.stringify(literal)
        : effective === undefined
          ? input
          : objectText(effective);
  }
  const merged = mergeResult(
    take("ResultPath"),
    ["Pass", "Task", "Parallel", "Map"].includes(type) ? result : input,
  );
  const output = take("OutputPath");
  if (type !== "Fail") translated["Output"] = `{% ${outputOf(output, merged)} %}`;
  for (const [field, target] of PATH_FIELDS) {
    const path = take(field);
    if (path === undefined) continue;
    const picked = pathExpression(path, input, input);
    // In JSONPath a number may also be given as text here.
    translated[target] = target === "MaxConcurrency" ? `{% $number(${picked}) %}` : `{% ${picked} %}`;
  }
  const assign = take("Assign");
  if (assign !== undefined) translated["Assign"] = template(assign, result === input ? input : result);
  const catchers = take("Catch");
  if (Array.isArray(catchers)) translated["Catch"] = catchers.map((each) => translateCatcher(asObject(each)));
  const choices = take("Choices");
  if (Array.isArray(choices))
    translated["Choices"] = choices.map((each) =>
      translateRule(asObject(each), input, String(translated["Output"])),
    );
  const left = Object.keys(rest).filter((field) => field !== "QueryLanguage");
  if (left.length > 0) throw new Untranslatable(`the field '${left[0]}' is not translated`);
  return translated;
}

const PATH_FIELDS = [
  ["SecondsPath", "Seconds"],
  ["TimestampPath", "Timestamp"],
  ["ErrorPath", "Error"],
  ["CausePath", "Cause"],
  ["TimeoutSecondsPath", "TimeoutSeconds"],
  ["HeartbeatSecondsPath", "HeartbeatSeconds"],
  ["MaxConcurrencyPath", "MaxConcurrency"],
] as const;

function translateCatcher({ ResultPath, Assign, ...catcher }: JsonObject): JsonObject {
  const output = mergeResult(ResultPath, "$states.errorOutput");
  return {
    ...catcher,
    Output: `{% ${output} %}`,
    ...(Assign === undefined ? {} : { Assign: template(Assign, "$states.errorOutput") }),
  };
}

function translateRule(
  { Next, Assign, Comment: _, ...rule }: JsonObject,
  input: string,
  output: string,
): JsonObject {
  return {
    Condition: `{% ${choiceCondition(rule, input)} %}`,
    Next: Next ?? null,
    Output: output,
    ...(Assign === undefined ? {} : { Assign: template(Assign, input) }),
  };
}

/** The input with the result at its place. */
function mergeResult(path: Json | undefined, result: string): string {
  if (path === undefined || path === "$") return result;
  // The raw input, not what InputPath picked.
  const whole = "$states.input";
  if (path === null) return whole;
  const names = /^\$((?:\.[A-Za-z_]\w*)+)$/.exec(String(path))?.[1]?.slice(1).split(".");
  if (names === undefined) throw new Untranslatable(`the ResultPath '${path}' is not translated`);
  const put = (at: string, [name, ...rest]: readonly string[]): string =>
    name === undefined ? result : `$merge([${at}, {"${name}": ${put(`${at}.${name}`, rest)}}])`;
  return put(whole, names);
}

function outputOf(path: Json | undefined, value: string): string {
  if (path === undefined || path === "$") return value;
  if (path === null) return "{}";
  return `($output := ${value}; ${pathExpression(path, "$output", "$output")})`;
}

/** A translated template as the text of one expression. */
function objectText(value: Json): string {
  if (typeof value === "string") {
    const text = /^\{% ([\s\S]*) %\}$/.exec(value)?.[1];
    return text ?? JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(objectText).join(", ")}]`;
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, each]) => `${JSON.stringify(key)}: ${objectText(each)}`)
      .join(", ")}}`;
  }
  return JSON.stringify(value);
}
