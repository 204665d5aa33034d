import { invalidPattern } from "./errors.ts";
import { compileWildcard } from "./wildcard.ts";

export type Scalar = string | number | boolean | null;

/** One alternative of a leaf. */
export interface Alternative {
  /** Says whether a value that is there matches. */
  readonly test: (value: Scalar) => boolean;
  /** Whether the alternative wants that there is no value. */
  readonly absent: boolean;
}

type Test = Alternative["test"];

/** @throws InvalidEventPatternException for an operator that is unknown or badly formed */
export function compileAlternative(alternative: unknown): Alternative {
  if (isScalar(alternative)) return present((value) => value === alternative);
  const [operator, operand] = onlyEntry(alternative);
  if (operator === "exists") {
    if (typeof operand !== "boolean")
      throw invalidPattern("exists match pattern must be either true or false.");
    return { test: () => operand, absent: !operand };
  }
  if (operator === "anything-but") return present(compileAnythingBut(operand));
  if (operator === "numeric") return present(compileNumeric(operand));
  return present(compileText(operator, operand));
}

export function isScalar(value: unknown): value is Scalar {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function present(test: Test): Alternative {
  return { test, absent: false };
}

function onlyEntry(value: unknown): [string, unknown] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalidPattern("Match value must be String, number, true, false, or null");
  }
  const [entry, ...others] = Object.entries(value);
  if (entry === undefined || others.length > 0)
    throw invalidPattern("Only one key allowed in match expression");
  return entry;
}

const ignoringCase = (operand: string): ((text: string) => boolean) => {
  const folded = operand.toLowerCase();
  return (text) => text.toLowerCase() === folded;
};

/** Operators on text that take one text. */
const textOperators: ReadonlyMap<string, (operand: string) => (text: string) => boolean> = new Map([
  ["prefix", (operand: string) => (text: string) => text.startsWith(operand)],
  ["suffix", (operand: string) => (text: string) => text.endsWith(operand)],
  ["equals-ignore-case", ignoringCase],
  ["wildcard", compileWildcard],
]);

function compileText(operator: string, operand: unknown): Test {
  const compile = textOperators.get(operator);
  if (compile === undefined) throw invalidPattern(`Unrecognized match type ${operator}`);
  if (typeof operand === "string") return onText(compile(operand));
  if (operator === "prefix" || operator === "suffix") {
    const [inner, text] = onlyEntry(operand);
    if (inner === "equals-ignore-case" && typeof text === "string") {
      const folded = compile(text.toLowerCase());
      return onText((value) => folded(value.toLowerCase()));
    }
  }
  throw invalidPattern(`${operator} match pattern must be a string`);
}

function onText(test: (text: string) => boolean): Test {
  return (value) => typeof value === "string" && test(value);
}

/** Matches what is there and is none of the operand. */
function compileAnythingBut(operand: unknown): Test {
  if (typeof operand === "object" && operand !== null && !Array.isArray(operand)) {
    const [operator, texts] = onlyEntry(operand);
    const list = listOf(texts);
    if (!textOperators.has(operator) || !list.every((text) => typeof text === "string")) {
      throw invalidPattern(`Unsupported anything-but pattern: ${operator}`);
    }
    const tests = list.map((text) => compileText(operator, text));
    return (value) => !tests.some((test) => test(value));
  }
  const list = listOf(operand);
  const kinds = new Set(list.map((one) => typeof one));
  if (kinds.size > 1) {
    throw invalidPattern(
      "Inside anything but list, either all values are number or string, mixed type is not supported",
    );
  }
  if (!kinds.has("string") && !kinds.has("number")) {
    throw invalidPattern("Value of anything-but must be an array or single string/number value.");
  }
  return (value) => !list.includes(value);
}

function listOf(operand: unknown): unknown[] {
  const list = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw invalidPattern("Empty arrays are not allowed");
  return list;
}

const comparisons: ReadonlyMap<unknown, (value: number, bound: number) => boolean> = new Map([
  ["=", (value: number, bound: number) => value === bound],
  [">", (value: number, bound: number) => value > bound],
  [">=", (value: number, bound: number) => value >= bound],
  ["<", (value: number, bound: number) => value < bound],
  ["<=", (value: number, bound: number) => value <= bound],
]);

/** `[operator, number]`, or a lower bound followed by an upper one. */
function compileNumeric(operand: unknown): Test {
  if (!Array.isArray(operand) || ![2, 4].includes(operand.length)) {
    throw invalidPattern("Numeric match takes one or two pairs of operator and number");
  }
  const pairs = [operand.slice(0, 2), operand.slice(2)].filter(({ length }) => length > 0);
  const tests = pairs.map(([operator, bound]: unknown[]) => {
    const compare = comparisons.get(operator);
    if (compare === undefined) throw invalidPattern(`Unrecognized numeric range operator: ${operator}`);
    if (typeof bound !== "number") throw invalidPattern(`Value of ${operator} must be numeric`);
    return (value: number) => compare(value, bound);
  });
  if (pairs.length === 2) checkRange(operand);
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function checkRange([lower, bottom, upper, top]: unknown[]): void {
  if (!String(lower).startsWith(">") || !String(upper).startsWith("<")) {
    throw invalidPattern("Numeric range must have a lower bound followed by an upper bound");
  }
  if (Number(bottom) >= Number(top)) throw invalidPattern("Bottom must be less than top");
}
