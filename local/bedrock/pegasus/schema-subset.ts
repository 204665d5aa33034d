import { validation } from "../errors.ts";
import { isObject, type Json, type JsonObject } from "../shape.ts";

/** What the model version adds to, or takes from, the common subset of JSON Schema. */
export interface SchemaDialect {
  /** Type `timestamp`, and special rules for properties named `start_time` and `end_time` (Pegasus 1.5). */
  readonly timestamps: boolean;
}

const ANYWHERE = ["title", "description", "$comment", "$defs"];
const FORMATS = ["uuid", "date-time", "date", "time"];
const BOUNDS = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  object: ["properties", "required"],
  array: ["items", "minItems"],
  string: ["pattern", "format"],
  integer: BOUNDS,
  number: [],
  boolean: [],
  null: [],
  timestamp: [],
};
/** A local reference; nothing outside the schema can be read. */
const LOCAL_REF = /^#\/\$defs\/(?<name>[^/]+)$/;

/**
 * Refuses every schema outside the subset of JSON Schema (draft 2020-12) that Pegasus takes.
 * @throws ServiceError ValidationException, naming the place
 */
export function assertSupportedSchema(schema: Json, dialect: SchemaDialect): asserts schema is JsonObject {
  if (!isObject(schema)) throw refused("#", "it is not an object");
  check(schema, "#", { ...dialect, root: schema, depth: 0 });
  for (const [name, definition] of Object.entries(definitionsOf(schema))) {
    check(definition, `#/$defs/${name}`, { ...dialect, root: schema, depth: 0 });
  }
}

/** The schema that a `$ref` names. */
export function resolveRef(ref: Json | undefined, root: JsonObject): Json | undefined {
  const name = typeof ref === "string" ? LOCAL_REF.exec(ref)?.groups?.["name"] : undefined;
  return name === undefined ? undefined : definitionsOf(root)[name];
}

interface Scope extends SchemaDialect {
  readonly root: JsonObject;
  readonly depth: number;
  readonly name?: string;
}

function check(schema: Json, at: string, scope: Scope): void {
  if (!isObject(schema)) throw refused(at, "it is not an object");
  if (schema["$defs"] !== undefined && at !== "#") throw refused(at, '"$defs" stands at the top level only');
  if (schema["$ref"] !== undefined) checkRef(schema, at, scope);
  else if (schema["anyOf"] !== undefined) checkAnyOf(schema, at, scope);
  else checkTyped(schema, at, scope);
}

function checkTyped(schema: JsonObject, at: string, scope: Scope): void {
  const allowed = [...ANYWHERE, "type", "enum", "const", ...typeKeywords(schema, at, scope)];
  refuseOthers(schema, at, allowed);
  checkValues(schema, at);
  if (scope.timestamps && (scope.name === "start_time" || scope.name === "end_time")) checkTime(schema, at);
  if (schema["type"] === "object") checkObject(schema, at, scope);
  if (schema["type"] === "array") checkArray(schema, at, scope);
  if (schema["type"] === "string") checkString(schema, at);
  for (const bound of BOUNDS) {
    if (schema[bound] !== undefined && typeof schema[bound] !== "number")
      throw refused(at, `"${bound}" is not a number`);
  }
}

function typeKeywords(schema: JsonObject, at: string, { timestamps, depth }: Scope): readonly string[] {
  const type = schema["type"];
  if (type === undefined) {
    if (schema["enum"] !== undefined || schema["const"] !== undefined) return [];
    throw refused(at, 'it has no "type"');
  }
  const keywords = typeof type === "string" ? KEYWORDS[type] : undefined;
  if (keywords === undefined) throw refused(at, `unsupported type ${JSON.stringify(type)}`);
  if (type === "timestamp" && !timestamps) throw refused(at, 'unsupported type "timestamp"');
  if (type === "timestamp" && depth > 2) throw refused(at, '"timestamp" stands too deep');
  return keywords;
}

function refuseOthers(schema: JsonObject, at: string, allowed: readonly string[]): void {
  for (const keyword of Object.keys(schema)) {
    if (!allowed.includes(keyword)) throw refused(at, `unsupported keyword "${keyword}"`);
  }
}

function checkRef(schema: JsonObject, at: string, { root }: Scope): void {
  refuseOthers(schema, at, [...ANYWHERE, "$ref"]);
  if (resolveRef(schema["$ref"], root) === undefined) {
    throw refused(at, `"$ref" ${JSON.stringify(schema["$ref"])} is not in the schema's own "$defs"`);
  }
}

function checkAnyOf(schema: JsonObject, at: string, scope: Scope): void {
  refuseOthers(schema, at, [...ANYWHERE, "anyOf"]);
  const branches = schema["anyOf"];
  if (!Array.isArray(branches) || branches.length === 0)
    throw refused(at, '"anyOf" is not a list of schemas');
  for (const [index, branch] of branches.entries()) check(branch, `${at}/anyOf/${index}`, scope);
}

function checkValues(schema: JsonObject, at: string): void {
  const values = schema["enum"];
  if (values !== undefined && (!Array.isArray(values) || values.length === 0))
    throw refused(at, '"enum" is not a list');
  for (const value of [...(Array.isArray(values) ? values : []), schema["const"] ?? null]) {
    if (typeof value === "object" && value !== null)
      throw refused(at, "only scalars may be listed as values");
  }
}

/** Such a property may be a number, an integer or a plain string. */
function checkTime(schema: JsonObject, at: string): void {
  const plain = ["number", "integer", "string", "timestamp"].includes(String(schema["type"]));
  if (!plain || schema["format"] !== undefined) throw refused(at, "it cannot hold a time");
}

function checkObject(schema: JsonObject, at: string, scope: Scope): void {
  const properties = schema["properties"] ?? {};
  if (!isObject(properties)) throw refused(at, '"properties" is not an object');
  const required = schema["required"] ?? [];
  if (!Array.isArray(required) || required.some((name) => typeof name !== "string")) {
    throw refused(at, '"required" is not a list of names');
  }
  const missing = required.find((name) => properties[String(name)] === undefined);
  if (missing !== undefined) throw refused(at, `required property "${missing}" is not declared`);
  for (const [name, property] of Object.entries(properties)) {
    check(property, `${at}/properties/${name}`, { ...scope, name, depth: scope.depth + 1 });
  }
}

function checkArray(schema: JsonObject, at: string, scope: Scope): void {
  const least = schema["minItems"];
  if (least !== undefined && least !== 0 && least !== 1) throw refused(at, '"minItems" may be 0 or 1 only');
  if (schema["items"] === undefined) throw refused(at, 'it has no "items"');
  const { name: _, ...inside } = scope;
  check(schema["items"], `${at}/items`, inside);
}

function checkString(schema: JsonObject, at: string): void {
  const { pattern, format } = schema;
  if (format !== undefined && !FORMATS.includes(String(format))) {
    throw refused(at, `unsupported format ${JSON.stringify(format)}`);
  }
  if (pattern === undefined) return;
  try {
    new RegExp(String(pattern), "u");
  } catch {
    throw refused(at, '"pattern" is not a regular expression');
  }
}

function definitionsOf(root: JsonObject): JsonObject {
  const definitions = root["$defs"];
  if (definitions !== undefined && !isObject(definitions)) throw refused("#", '"$defs" is not an object');
  return definitions ?? {};
}

const refused = (at: string, why: string) =>
  validation(`Invalid JSON schema in responseFormat at ${at}: ${why}.`);
