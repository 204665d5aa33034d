import { malformed } from "./errors.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A value inside a request body, which knows where it stands so that its error messages can say so. */
export interface Node {
  readonly at: string;
  readonly value: Json | undefined;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Reads an object that may have only `keys`; `required` ones must be there. */
export function object(
  node: Node,
  keys: readonly string[],
  required: readonly string[] = [],
): Record<string, Node> {
  const { at, value } = node;
  if (!isObject(value)) throw wrongType(node, "JSONObject");
  for (const key of required)
    if (value[key] === undefined) throw malformed(`${at}: required key [${key}] not found`);
  for (const key of Object.keys(value)) {
    if (!keys.includes(key)) throw malformed(`${at}: extraneous key [${key}] is not permitted`);
  }
  return Object.fromEntries(
    keys.map((key) => [key, { at: `${at === "#" ? "#" : at}/${key}`, value: value[key] }]),
  );
}

export function string(node: Node, { min = 0, max = Number.POSITIVE_INFINITY } = {}): string {
  const { at, value } = node;
  if (typeof value !== "string") throw wrongType(node, "String");
  if (value.length < min) throw malformed(`${at}: expected minLength: ${min}, actual: ${value.length}`);
  if (value.length > max) throw malformed(`${at}: expected maxLength: ${max}, actual: ${value.length}`);
  return value;
}

export function number(node: Node, min: number, max: number): number {
  const { at, value } = node;
  if (typeof value !== "number") throw wrongType(node, "Number");
  if (value < min) throw malformed(`${at}: ${value} is not greater or equal to ${min}`);
  if (value > max) throw malformed(`${at}: ${value} is not less or equal to ${max}`);
  return value;
}

export function integer(node: Node, min: number, max: number): number {
  const { value } = node;
  if (typeof value !== "number" || !Number.isInteger(value)) throw wrongType(node, "Integer");
  return number(node, min, max);
}

export function oneOf<T extends string>(node: Node, values: readonly T[]): T {
  const text = string(node);
  const found = values.find((value) => value === text);
  if (found === undefined) throw malformed(`${node.at}: ${text} is not a valid enum value`);
  return found;
}

export function boolean(node: Node): boolean {
  if (typeof node.value !== "boolean") throw wrongType(node, "Boolean");
  return node.value;
}

/** A list without repetitions, each item read by `read`. */
export function list<T>(
  node: Node,
  read: (item: Node) => T,
  { min = 1, max = Number.POSITIVE_INFINITY } = {},
): T[] {
  const { at, value } = node;
  if (!Array.isArray(value)) throw wrongType(node, "JSONArray");
  if (value.length < min)
    throw malformed(`${at}: expected minimum item count: ${min}, found: ${value.length}`);
  if (value.length > max)
    throw malformed(`${at}: expected maximum item count: ${max}, found: ${value.length}`);
  return value.map((item, index) => read({ at: `${at}/${index}`, value: item }));
}

/** Reads the value when it is there. */
export function optional<T>(node: Node | undefined, read: (node: Node) => T): T | undefined {
  return node === undefined || node.value === undefined ? undefined : read(node);
}

export function wrongType({ at, value }: Node, expected: string) {
  return malformed(`${at}: expected type: ${expected}, found: ${nameOfType(value)}`);
}

function nameOfType(value: Json | undefined): string {
  if (value === undefined || value === null) return "Null";
  if (Array.isArray(value)) return "JSONArray";
  if (typeof value === "number") return Number.isInteger(value) ? "Integer" : "Double";
  return { string: "String", boolean: "Boolean", object: "JSONObject" }[typeof value as "string"] ?? "Null";
}
