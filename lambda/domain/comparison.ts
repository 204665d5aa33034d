/** A value of a filter, and what a filter compares with. Texts from uploads are compared as what they look like. */
export type Comparable = string | number | boolean;

/** What a filter may ask of one field. */
export const OPERATORS = ["=", "gte", "lte", "gt", "lt"] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Condition {
  readonly operator: Operator;
  readonly value: Comparable;
}

/**
 * Whether a field keeps a condition. A field that is not there keeps none. `5` and `"5"` are equal, as metadata that
 * comes with an upload is text; two numbers, in whatever form, are compared as numbers, and all else as text, in which
 * the order of ISO 8601 times is that of time.
 */
export function keeps(actual: Comparable | undefined, { operator, value }: Condition): boolean {
  if (actual === undefined) return false;
  const order = orderOf(actual, value);
  switch (operator) {
    case "=":
      return order === 0;
    case "gte":
      return order >= 0;
    case "lte":
      return order <= 0;
    case "gt":
      return order > 0;
    case "lt":
      return order < 0;
  }
}

/** Negative, zero or positive; texts by code points, so that the order is the same everywhere. */
function orderOf(actual: Comparable, value: Comparable): number {
  const numbers = [numberOf(actual), numberOf(value)] as const;
  if (numbers[0] !== undefined && numbers[1] !== undefined) return numbers[0] - numbers[1];
  const [left, right] = [String(actual), String(value)];
  return left === right ? 0 : left < right ? -1 : 1;
}

const NUMBER = /^-?\d+(\.\d+)?$/;

function numberOf(value: Comparable): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && NUMBER.test(value) ? Number(value) : undefined;
}
