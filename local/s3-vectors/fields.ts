import { invalidField } from "./errors.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** Reads the fields of one object of a request; every rule that is broken is a `ValidationException`. */
export interface FieldReader {
  string(name: string, rule?: StringRule): string | undefined;
  requiredString(name: string, rule?: StringRule): string;
  integer(name: string, min: number, max: number): number | undefined;
  boolean(name: string): boolean;
  /** An object or undefined; `null` counts as absent. */
  object(name: string): Fields | undefined;
  list(name: string, min: number, max: number): readonly unknown[];
  raw(name: string): unknown;
}

export interface StringRule {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
}

/** @param known the fields that the operation has; another one is an error, as it may change what is meant */
export function readFields(input: unknown, known: readonly string[], parent = ""): FieldReader {
  if (!isObject(input)) throw wrong(parent, "Member must be a structure");
  for (const name of Object.keys(input)) {
    if (!known.includes(name) && input[name] !== undefined) {
      throw invalidField(`${parent}/${name}`, `Field '${parent}/${name}' is not supported by the local host`);
    }
  }
  const path = (name: string) => `${parent}/${name}`;
  const raw = (name: string) => input[name] ?? undefined;
  const string = (name: string, { min = 1, max = Number.MAX_SAFE_INTEGER, pattern }: StringRule = {}) => {
    const value = raw(name);
    if (value === undefined) return undefined;
    if (typeof value !== "string") throw wrong(path(name), "Member must be a string");
    if (value.length < min || value.length > max) throw wrongLength(path(name), value.length, min, max);
    if (pattern && !pattern.test(value)) {
      throw wrong(path(name), `Member must satisfy regular expression pattern: ${pattern.source}`);
    }
    return value;
  };
  return {
    raw,
    string,
    requiredString(name, rule) {
      return string(name, rule) ?? missing(path(name));
    },
    integer(name, min, max) {
      const value = raw(name);
      if (value === undefined) return undefined;
      if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max)
        return value as number;
      throw wrong(path(name), `Member must be between ${min} and ${max}, inclusive`);
    },
    boolean(name) {
      const value = raw(name) ?? false;
      if (typeof value !== "boolean") throw wrong(path(name), "Member must be a boolean");
      return value;
    },
    object(name) {
      const value = raw(name);
      if (value === undefined || isObject(value)) return value;
      throw wrong(path(name), "Member must be a structure");
    },
    list(name, min, max) {
      const value = raw(name) ?? missing(path(name));
      if (!Array.isArray(value)) throw wrong(path(name), "Member must be a list");
      if (value.length < min || value.length > max) throw wrongLength(path(name), value.length, min, max);
      return value;
    },
  };
}

export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function missing(path: string): never {
  throw wrong(path, "Member must not be null");
}

const wrong = (path: string, rule: string) =>
  invalidField(path, `Value at '${path}' failed to satisfy constraint: ${rule}`);

function wrongLength(path: string, length: number, min: number, max: number) {
  const rule =
    max === Number.MAX_SAFE_INTEGER
      ? `Member must have length greater than or equal to ${min}`
      : `Member must have length between ${min} and ${max}, inclusive`;
  return invalidField(path, `Value with length ${length} at '${path}' failed to satisfy constraint: ${rule}`);
}
