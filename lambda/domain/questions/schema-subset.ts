import type { JsonSchema } from "../../contracts/pegasus.ts";

/** Levels of a schema, references not counted. */
const MAX_DEPTH = 24;
/** Longest schema, characters of its JSON text; it is billed as part of the prompt. */
const MAX_LENGTH = 32_000;

/** Accepted everywhere and ignored by the model: what is to be done belongs into the prompt. */
const ANYWHERE = ["title", "description", "$comment"];
const FORMATS = ["uuid", "date-time", "date", "time"];
const BOUNDS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

/**
 * The keywords beside `type`, by type: what TwelveLabs documents for the models (draft 2020-12). Bounds on `number` are
 * not in its list.
 */
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  object: ["properties", "required"],
  array: ["items", "minItems"],
  string: ["pattern", "format"],
  integer: BOUNDS,
  number: [],
  boolean: [],
  null: [],
};
const LOCAL_REF = /^#\/\$defs\/([^/]+)$/;

/**
 * What in a schema the model does not take, as a sentence that names place and keyword; undefined when it is inside
 * the subset. Checked before the call, because the model's refusal would say less.
 */
export function schemaFault(schema: JsonSchema): string | undefined {
  if (JSON.stringify(schema).length > MAX_LENGTH) return `it has more than ${MAX_LENGTH} characters`;
  const definitions = definitionsOf(schema);
  if (definitions === undefined) return 'at #: "$defs" is not an object';
  const fault = faultOf(schema, { at: "#", depth: 0, root: schema });
  if (fault !== undefined) return fault;
  for (const [name, definition] of Object.entries(definitions)) {
    const inside = faultOf(definition, { at: `#/$defs/${name}`, depth: 0, root: schema });
    if (inside !== undefined) return inside;
  }
  return endlessRef(schema, definitions);
}

/** The schema that a local reference names. */
export function resolveRef(ref: unknown, root: JsonSchema): JsonSchema | undefined {
  const name = typeof ref === "string" ? LOCAL_REF.exec(ref)?.[1] : undefined;
  const definitions = definitionsOf(root) ?? {};
  const found = name !== undefined && Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  return isObject(found) ? found : undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface Place {
  readonly at: string;
  readonly depth: number;
  readonly root: JsonSchema;
}

function faultOf(schema: unknown, place: Place): string | undefined {
  const { at, depth, root } = place;
  if (!isObject(schema)) return `at ${at}: it is not an object`;
  if (depth > MAX_DEPTH) return `at ${at}: it is nested more than ${MAX_DEPTH} levels deep`;
  if (schema["$ref"] !== undefined) {
    return (
      unknownKeyword(schema, at, ["$ref"]) ??
      (resolveRef(schema["$ref"], root)
        ? undefined
        : `at ${at}: "$ref" may name the schema's own "$defs" only`)
    );
  }
  if (schema["anyOf"] !== undefined) {
    return unknownKeyword(schema, at, ["anyOf"]) ?? listFault(schema["anyOf"], "anyOf", place);
  }
  return typedFault(schema, place);
}

function listFault(branches: unknown, keyword: string, { at, depth, root }: Place): string | undefined {
  if (!Array.isArray(branches) || branches.length === 0)
    return `at ${at}: "${keyword}" is not a list of schemas`;
  for (const [index, branch] of branches.entries()) {
    const fault = faultOf(branch, { at: `${at}/${keyword}/${index}`, depth: depth + 1, root });
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function typedFault(schema: JsonSchema, place: Place): string | undefined {
  const { at } = place;
  const type = schema["type"];
  const isListed = schema["enum"] !== undefined || schema["const"] !== undefined;
  if (type === undefined && !isListed) return `at ${at}: it has no "type"`;
  const keywords = type === undefined ? [] : keywordsOf(type);
  if (keywords === undefined) return `at ${at}: the type ${shown(type)} is not supported`;
  return (
    unknownKeyword(schema, at, ["type", "enum", "const", ...keywords]) ??
    valuesFault(schema, at) ??
    (type === "object" ? objectFault(schema, place) : undefined) ??
    (type === "array" ? arrayFault(schema, place) : undefined) ??
    (type === "string" ? stringFault(schema, at) : undefined) ??
    boundsFault(schema, at)
  );
}

/** A type may have the name of something that every object of JavaScript has. */
const keywordsOf = (type: unknown) =>
  typeof type === "string" && Object.hasOwn(KEYWORDS, type) ? KEYWORDS[type] : undefined;

function unknownKeyword(schema: JsonSchema, at: string, allowed: readonly string[]): string | undefined {
  const known = at === "#" ? [...ANYWHERE, "$defs", "$schema", ...allowed] : [...ANYWHERE, ...allowed];
  const unknown = Object.keys(schema).find((keyword) => !known.includes(keyword));
  return unknown === undefined ? undefined : `at ${at}: the keyword ${shown(unknown)} is not supported`;
}

function valuesFault({ enum: values, const: only = null }: JsonSchema, at: string): string | undefined {
  if (values !== undefined && (!Array.isArray(values) || values.length === 0))
    return `at ${at}: "enum" is not a list`;
  const all: readonly unknown[] = [...(Array.isArray(values) ? values : []), only];
  return all.some((value) => typeof value === "object" && value !== null)
    ? `at ${at}: "enum" and "const" may hold texts, numbers, booleans and null only`
    : undefined;
}

function objectFault(
  { properties = {}, required = [] }: JsonSchema,
  { at, depth, root }: Place,
): string | undefined {
  if (!isObject(properties)) return `at ${at}: "properties" is not an object`;
  if (!Array.isArray(required) || required.some((name) => typeof name !== "string"))
    return `at ${at}: "required" is not a list of names`;
  const missing = required.find((name) => !Object.hasOwn(properties, String(name)));
  if (missing !== undefined) return `at ${at}: "required" names ${shown(missing)}, which is no property`;
  for (const [name, property] of Object.entries(properties)) {
    const fault = faultOf(property, { at: `${at}/properties/${name}`.slice(0, 200), depth: depth + 1, root });
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function arrayFault({ items, minItems }: JsonSchema, { at, depth, root }: Place): string | undefined {
  if (minItems !== undefined && minItems !== 0 && minItems !== 1)
    return `at ${at}: "minItems" may be 0 or 1 only`;
  if (items === undefined) return `at ${at}: an array needs "items"`;
  return faultOf(items, { at: `${at}/items`, depth: depth + 1, root });
}

function stringFault({ pattern, format }: JsonSchema, at: string): string | undefined {
  if (format !== undefined && !(typeof format === "string" && FORMATS.includes(format)))
    return `at ${at}: "format" may be ${FORMATS.join(", ")} only`;
  if (pattern === undefined) return undefined;
  try {
    new RegExp(String(pattern), "u");
    return typeof pattern === "string" ? undefined : `at ${at}: "pattern" is not a text`;
  } catch {
    return `at ${at}: "pattern" is not a regular expression`;
  }
}

function boundsFault(schema: JsonSchema, at: string): string | undefined {
  const wrong = BOUNDS.find((bound) => schema[bound] !== undefined && typeof schema[bound] !== "number");
  return wrong === undefined ? undefined : `at ${at}: "${wrong}" is not a number`;
}

/** A reference that leads back to itself without a value in between has no end. */
function endlessRef(root: JsonSchema, definitions: JsonSchema): string | undefined {
  const done = new Set<unknown>();
  const isEndless = (schema: unknown, open: ReadonlySet<unknown>): boolean => {
    if (!isObject(schema) || done.has(schema)) return false;
    if (open.has(schema)) return true;
    const { $ref: ref, anyOf } = schema;
    const next = ref !== undefined ? [resolveRef(ref, root)] : Array.isArray(anyOf) ? anyOf : [];
    const found = next.some((each) => isEndless(each, new Set([...open, schema])));
    if (!found) done.add(schema);
    return found;
  };
  const name = Object.keys(definitions).find((each) => isEndless(definitions[each], new Set()));
  return name === undefined ? undefined : `at #/$defs/${name}: "$ref" leads back to itself`;
}

function definitionsOf({ $defs: definitions = {} }: JsonSchema): JsonSchema | undefined {
  return isObject(definitions) ? definitions : undefined;
}

/** A caller's own word, short enough for a message. */
const shown = (value: unknown) => (JSON.stringify(value) ?? "").slice(0, 60);
