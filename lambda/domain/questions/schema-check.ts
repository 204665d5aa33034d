import type { JsonSchema } from "../../contracts/pegasus.ts";
import { isObject, resolveRef } from "./schema-subset.ts";

/** Whether a text has a match for a regular expression; a caller wrote the expression, so it may take for ever. */
export type Matches = (pattern: string, text: string) => boolean;

/** Deeper than any answer to an allowed schema that is worth reading. */
const MAX_DEPTH = 64;
/** Schemas can be written so that checking takes exponentially many steps; an answer of 400 KB needs far fewer. */
const MAX_STEPS = 500_000;

/**
 * Whether a value follows a schema of the subset that `schemaFault` lets through: draft 2020-12, in which properties
 * that the schema does not name are free. Too deep or too long to check counts as not following.
 */
export function follows(schema: JsonSchema, value: unknown, matches: Matches): boolean {
  let steps = 0;
  const check = (rule: unknown, subject: unknown, depth: number): boolean => {
    if (!isObject(rule) || depth > MAX_DEPTH || ++steps > MAX_STEPS) return false;
    const { $ref: ref, anyOf, enum: values, const: only, type } = rule;
    const inside = (next: unknown, part: unknown) => check(next, part, depth + 1);
    if (ref !== undefined) return inside(resolveRef(ref, schema), subject);
    if (Array.isArray(anyOf)) return anyOf.some((branch) => inside(branch, subject));
    if (Array.isArray(values) && !values.includes(subject)) return false;
    if (Object.hasOwn(rule, "const") && only !== subject) return false;
    if (type === undefined) return true;
    switch (type) {
      case "object":
        return isObject(subject) && followsObject(rule, subject, inside);
      case "array":
        return Array.isArray(subject) && followsArray(rule, subject, inside);
      case "string":
        return typeof subject === "string" && followsString(rule, subject, matches);
      case "integer":
        return typeof subject === "number" && followsInteger(rule, subject);
      case "null":
        return subject === null;
      default:
        return typeof subject === type;
    }
  };
  return check(schema, value, 0);
}

type Inside = (rule: unknown, part: unknown) => boolean;

function followsObject(rule: JsonSchema, subject: JsonSchema, inside: Inside): boolean {
  const { properties, required } = rule;
  const hasAll = !Array.isArray(required) || required.every((name) => Object.hasOwn(subject, String(name)));
  if (!hasAll) return false;
  return Object.entries(isObject(properties) ? properties : {}).every(
    ([name, property]) => !Object.hasOwn(subject, name) || inside(property, subject[name]),
  );
}

function followsArray({ items, minItems }: JsonSchema, subject: readonly unknown[], inside: Inside): boolean {
  return subject.length >= Number(minItems ?? 0) && subject.every((item) => inside(items, item));
}

const DATE = String.raw`\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?`;

/** RFC 3339, but a time without an offset passes: models rarely know one. */
const FORMATS: Readonly<Record<string, RegExp>> = {
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i,
  date: new RegExp(`^${DATE}$`),
  time: new RegExp(`^${TIME}$`, "i"),
  "date-time": new RegExp(`^${DATE}[T ]${TIME}$`, "i"),
};

function followsString({ pattern, format }: JsonSchema, subject: string, matches: Matches): boolean {
  const form = typeof format === "string" ? FORMATS[format] : undefined;
  if (form !== undefined && !form.test(subject)) return false;
  return typeof pattern !== "string" || matches(pattern, subject);
}

function followsInteger(rule: JsonSchema, subject: number): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = rule as Readonly<Record<string, number>>;
  return (
    Number.isInteger(subject) &&
    subject >= (minimum ?? Number.NEGATIVE_INFINITY) &&
    subject <= (maximum ?? Number.POSITIVE_INFINITY) &&
    subject > (exclusiveMinimum ?? Number.NEGATIVE_INFINITY) &&
    subject < (exclusiveMaximum ?? Number.POSITIVE_INFINITY)
  );
}
