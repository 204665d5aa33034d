import { TemplateError } from "../template-error.ts";
import { arnPattern } from "./arn-pattern.ts";
import { SUPPLIED_KEYS } from "./condition-keys.ts";
import { wildcard } from "./wildcard.ts";

/** Condition keys of one request, names in lower case: IAM does not distinguish. */
export type Context = ReadonlyMap<string, string>;
export type Condition = (context: Context) => boolean;

type Compare = (wanted: string) => (actual: string) => boolean;

const numeric =
  (holds: (actual: number, wanted: number) => boolean): Compare =>
  (wanted) => {
    const limit = Number(wanted);
    if (wanted.trim() === "" || Number.isNaN(limit)) throw new TemplateError(`"${wanted}" is not a number`);
    return (actual) => holds(Number(actual), limit);
  };

const equals: Compare = (wanted) => (actual) => actual === wanted;
const equalsIgnoreCase: Compare = (wanted) => (actual) => actual.toLowerCase() === wanted.toLowerCase();
const like: Compare = (wanted) => {
  if (wanted.includes("${")) throw new TemplateError(`the policy variable in "${wanted}" is not supported`);
  return wildcard(wanted);
};

/** Operators whose condition holds when one of the wanted values compares. */
const POSITIVE: Readonly<Record<string, Compare>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsIgnoreCase,
  StringLike: like,
  ArnEquals: arnPattern,
  ArnLike: arnPattern,
  Bool: equalsIgnoreCase,
  NumericEquals: numeric((actual, wanted) => actual === wanted),
  NumericLessThan: numeric((actual, wanted) => actual < wanted),
  NumericLessThanEquals: numeric((actual, wanted) => actual <= wanted),
  NumericGreaterThan: numeric((actual, wanted) => actual > wanted),
  NumericGreaterThanEquals: numeric((actual, wanted) => actual >= wanted),
};

/** Operators whose condition holds when none of the wanted values compares, also when the key is absent. */
const NEGATIVE: Readonly<Record<string, Compare>> = {
  StringNotEquals: equals,
  StringNotEqualsIgnoreCase: equalsIgnoreCase,
  StringNotLike: like,
  ArnNotEquals: arnPattern,
  ArnNotLike: arnPattern,
  NumericNotEquals: numeric((actual, wanted) => actual === wanted),
};

/**
 * Compiles the `Condition` block of a statement; all its lines must hold.
 * @param deny whether the statement denies: there an absent key would lift the ban
 * @throws `TemplateError` for an unknown operator, and for a key that no request carries where its absence would
 *   allow more than it does in AWS
 */
export function compileConditions(block: unknown, deny: boolean): Condition {
  const lines = Object.entries(asRecord(block, "Condition")).flatMap(([operator, keys]) =>
    Object.entries(asRecord(keys, operator)).map(([key, wanted]) =>
      compileLine(operator, key, values(wanted), deny),
    ),
  );
  return (context) => lines.every((line) => line(context));
}

function compileLine(operator: string, key: string, wanted: string[], deny: boolean): Condition {
  const name = key.toLowerCase();
  if (operator === "Null") {
    requireSupplied(key);
    return (context) => wanted.some((value) => (value.toLowerCase() === "true") === !context.has(name));
  }
  const [, set = "", base = "", optional = ""] =
    /^(ForAnyValue:|ForAllValues:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const negative = Object.hasOwn(NEGATIVE, base) ? NEGATIVE[base] : undefined;
  const compare = negative ?? (Object.hasOwn(POSITIVE, base) ? POSITIVE[base] : undefined);
  if (compare === undefined) throw new TemplateError(`the condition operator ${operator} is not supported`);
  const holdsWithoutKey =
    optional !== "" || set === "ForAllValues:" || (negative !== undefined && set !== "ForAnyValue:");
  if (deny || holdsWithoutKey) requireSupplied(key);
  const tests = wanted.map(compare);
  return (context) => {
    const actual = context.get(name);
    if (actual === undefined) return holdsWithoutKey;
    return tests.some((test) => test(actual)) === (negative === undefined);
  };
}

function requireSupplied(key: string): void {
  if (SUPPLIED_KEYS.has(key.toLowerCase())) return;
  throw new TemplateError(
    `the condition key ${key} is not known to the local host and cannot be left out here`,
  );
}

function values(wanted: unknown): string[] {
  return (Array.isArray(wanted) ? wanted : [wanted]).map((value) => {
    if (typeof value === "object")
      throw new TemplateError("a condition compares with text, numbers or booleans");
    return String(value);
  });
}

function asRecord(value: unknown, where: string): Record<string, unknown> {
  if (value === undefined) return {};
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TemplateError(`${where} must be an object`);
  }
  return value as Record<string, unknown>;
}
