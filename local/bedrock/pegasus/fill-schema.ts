import { isObject, type Json, type JsonObject } from "../shape.ts";
import type { Facts } from "./facts.ts";
import { isUnmeasuredList, listFor } from "./lists.ts";
import { nameWords, says } from "./name-words.ts";
import { booleanFor, fitNumber, numberFor, weightOf } from "./numbers.ts";
import { resolveRef } from "./schema-subset.ts";
import type { Scope } from "./scope.ts";
import { fitString, isoTime, NOT_MEASURED, stringFor } from "./strings.ts";

/** Objects inside objects beyond this are left out where they may be: schemas can refer to themselves. */
const MAX_DEPTH = 8;

/**
 * An answer of the shape that a schema asks for. The name of a property and its place say what it should hold;
 * what nobody measured stays empty, false or 0.
 * @param schema inside the subset that `assertSupportedSchema` lets through
 */
export function fillSchema(schema: JsonObject, facts: Facts): Json {
  const scope: Scope = { facts, scene: facts.whole, kind: "video", index: 0 };
  return fill(schema, [], scope, { root: schema, depth: 0 });
}

/** The value of one property of the given name. */
export function fillProperty(schema: JsonObject, name: string, scope: Scope): Json {
  return fill(schema, nameWords(name), scope, { root: schema, depth: 0 });
}

interface Walk {
  readonly root: JsonObject;
  readonly depth: number;
}

function fill(given: Json | undefined, words: readonly string[], scope: Scope, walk: Walk): Json {
  const schema = resolved(given, walk.root);
  if (schema["const"] !== undefined) return schema["const"];
  if (Array.isArray(schema["enum"])) return choose(schema["enum"], words, scope);
  if (Array.isArray(schema["anyOf"])) return fill(branchOf(schema["anyOf"], walk), words, scope, walk);
  switch (schema["type"]) {
    case "object":
      return fillObject(schema, scope, walk);
    case "array":
      return fillArray(schema, words, scope, walk);
    case "string":
      return says(words, "time") && says(words, "start end")
        ? fitString(`${isoTime(endOrStart(words, scope))}.000`, schema["format"], schema["pattern"], scope)
        : fitString(stringFor(words, scope), schema["format"], schema["pattern"], scope);
    case "number":
    case "integer":
    case "timestamp":
      return fitNumber(numberFor(words, scope, highestOf(schema)), schema);
    case "boolean":
      return booleanFor(words, scope);
    default:
      return null;
  }
}

function fillObject(schema: JsonObject, scope: Scope, walk: Walk): JsonObject {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const names = Object.keys(properties).filter((name) => required.includes(name) || walk.depth < MAX_DEPTH);
  const deeper = { ...walk, depth: walk.depth + 1 };
  if (deeper.depth > 4 * MAX_DEPTH) return {};
  return Object.fromEntries(
    firstRequiredFirst(names, required).map((name) => [
      name,
      fill(properties[name], nameWords(name), scope, deeper),
    ]),
  );
}

/** The model moves the first required property to the front when an optional one stands there. */
function firstRequiredFirst(names: readonly string[], required: readonly Json[]): string[] {
  const first = names.find((name) => required.includes(name));
  if (first === undefined) return [...names];
  return required.includes(names[0] ?? "") ? [...names] : [first, ...names.filter((name) => name !== first)];
}

function fillArray(schema: JsonObject, words: readonly string[], scope: Scope, walk: Walk): Json {
  const items = resolved(schema["items"], walk.root);
  const least = schema["minItems"] === 1 ? 1 : 0;
  const deeper = { ...walk, depth: walk.depth + 1 };
  if (Array.isArray(items["enum"])) return chooseSome(items["enum"], scope, least);
  const wanted = walk.depth >= MAX_DEPTH ? [] : listFor(words, items, scope);
  const values = wanted.map((item) =>
    "text" in item
      ? textItem(item.text, items, scope, words, deeper)
      : fill(items, words, item.scope, deeper),
  );
  if (values.length >= least) return values;
  return isUnmeasuredList(words)
    ? [textItem(NOT_MEASURED, items, scope, words, deeper)]
    : [fill(items, words, scope, deeper)];
}

function textItem(text: string, items: JsonObject, scope: Scope, words: readonly string[], walk: Walk): Json {
  if (items["type"] === "string") return fitString(text, items["format"], items["pattern"], scope);
  if (items["type"] !== "object") return fill(items, words, scope, walk);
  // A list of objects that each hold one text: the first free string of the object takes it.
  const filled = fillObject(items, scope, walk);
  const properties = isObject(items["properties"]) ? items["properties"] : {};
  for (const name of Object.keys(filled)) {
    const { type, format, pattern, ...more } = resolved(properties[name], walk.root);
    if (type !== "string" || "enum" in more || "const" in more) continue;
    return { ...filled, [name]: fitString(text, format, pattern, scope) };
  }
  return filled;
}

function resolved(schema: Json | undefined, root: JsonObject): JsonObject {
  let current = schema;
  for (let hops = 0; hops < MAX_DEPTH && isObject(current) && current["$ref"] !== undefined; hops++) {
    current = resolveRef(current["$ref"], root);
  }
  return isObject(current) ? current : { type: "null" };
}

/** The first branch that says something; deep down the first that ends. */
function branchOf(branches: readonly Json[], { root, depth }: Walk): Json | undefined {
  const isNull = (branch: Json) => resolved(branch, root)["type"] === "null";
  const ends = (branch: Json) => !["object", "array"].includes(String(resolved(branch, root)["type"]));
  const deep = depth >= MAX_DEPTH ? branches.find(ends) : undefined;
  return deep ?? branches.find((branch) => !isNull(branch)) ?? branches[0];
}

/** The value whose words were measured most; else one that admits not to know; else the first. */
function choose(values: readonly Json[], words: readonly string[], scope: Scope): Json {
  if (values.every((value) => typeof value === "boolean")) {
    return values.includes(booleanFor(words, scope)) ? booleanFor(words, scope) : (values[0] ?? null);
  }
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === values.length) {
    const wish = numberFor(words, scope, Math.max(...numbers));
    return numbers.reduce((best, value) => (Math.abs(value - wish) < Math.abs(best - wish) ? value : best));
  }
  const [best] = ranked(values, scope);
  if (best !== undefined && best.weight >= 0.25) return best.value;
  return values.find((value) => admitsIgnorance(value)) ?? values[0] ?? null;
}

function chooseSome(values: readonly Json[], scope: Scope, least: number): Json[] {
  const holding = ranked(values, scope).filter(({ weight }) => weight >= 0.25);
  if (holding.length > 0) return holding.map(({ value }) => value);
  return least === 0 ? [] : [choose(values, [], scope)];
}

function ranked(values: readonly Json[], scope: Scope): { value: Json; weight: number }[] {
  return values
    .map((value) => ({ value, weight: weightOf(nameWords(String(value)), scope) }))
    .sort((a, b) => b.weight - a.weight);
}

function admitsIgnorance(value: Json): boolean {
  return (
    value === null ||
    says(nameWords(String(value)), "unknown other none neutral unspecified undefined na general")
  );
}

function highestOf(schema: JsonObject): number {
  const highest = schema["maximum"] ?? schema["exclusiveMaximum"];
  return typeof highest === "number" && highest > 1 ? highest : 1;
}

function endOrStart(words: readonly string[], { scene }: Scope): number {
  return says(words, "end") ? scene.endSec : scene.startSec;
}
