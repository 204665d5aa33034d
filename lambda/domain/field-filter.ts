import { type Comparable, type Condition, keeps, OPERATORS, type Operator } from "./comparison.ts";
import { instantOf } from "./instant.ts";

/** `id` and `text` take texts, `number` numbers, `time` times; without a kind a field takes whatever it is compared with. */
export type FieldKind = "id" | "text" | "number" | "time";

/** Something that can be asked of an item. */
export interface Field<Item> {
  readonly kind?: FieldKind;
  readonly of: (item: Item) => Comparable | undefined;
}

/** One condition of a filter. */
export interface FieldTest<Item> {
  readonly accepts: (item: Item) => boolean;
  /** Of a field of kind `id`: nothing else can pass. */
  readonly ids?: readonly string[];
}

/** Values in one list: more is a mistake or an attack. */
const MAX_VALUES = 1000;

/**
 * What a filter asks of one field: a value, a list of which one has to be equal, or `{ gte, lte, gt, lt }`. A time alone
 * means that time and all after it, as on the TwelveLabs platform.
 * @returns the sentence that says what is wrong
 */
export function fieldTest<Item>(name: string, field: Field<Item>, wanted: unknown): FieldTest<Item> | string {
  if (Array.isArray(wanted)) return listTest(name, field, wanted);
  const conditions = conditionsOf(name, field.kind, wanted);
  if (typeof conditions === "string") return conditions;
  return {
    accepts: (item) => conditions.every((condition) => keeps(field.of(item), condition)),
    ...(field.kind === "id" ? { ids: conditions.map(({ value }) => String(value)) } : {}),
  };
}

function listTest<Item>(name: string, { kind, of }: Field<Item>, wanted: readonly unknown[]) {
  if (wanted.length === 0 || wanted.length > MAX_VALUES) return `${name} takes 1 to ${MAX_VALUES} values`;
  if (kind === "time") return `${name} takes one time or a range`;
  const fault = wanted.map((value) => valueFault(name, kind, value)).find((each) => each !== undefined);
  if (fault !== undefined) return fault;
  const values = (wanted as readonly Comparable[]).map(String);
  const set = new Set(values);
  return {
    accepts: (item: Item) => {
      const actual = of(item);
      return actual !== undefined && set.has(String(actual));
    },
    ...(kind === "id" ? { ids: values } : {}),
  };
}

function conditionsOf(name: string, kind: FieldKind | undefined, wanted: unknown): Condition[] | string {
  if (!isRecord(wanted)) {
    const fault = valueFault(name, kind, wanted);
    if (fault !== undefined) return fault;
    return [{ operator: kind === "time" ? "gte" : "=", value: comparableOf(kind, wanted) }];
  }
  const entries = Object.entries(wanted);
  if (entries.length === 0) return `${name} has no condition`;
  if (kind === "id") return `${name} takes an id or a list of ids`;
  for (const [operator, value] of entries) {
    if (!isOperator(operator))
      return `${name} does not take ${operator.slice(0, 20)}: use ${OPERATORS.join(", ")}`;
    const fault = valueFault(name, kind, value);
    if (fault !== undefined) return fault;
  }
  return entries.map(([operator, value]) => ({
    operator: operator as Operator,
    value: comparableOf(kind, value),
  }));
}

const isOperator = (text: string): text is Operator => (OPERATORS as readonly string[]).includes(text);

const comparableOf = (kind: FieldKind | undefined, value: unknown): Comparable =>
  kind === "time" ? (instantOf(String(value)) ?? "") : (value as Comparable);

function valueFault(name: string, kind: FieldKind | undefined, value: unknown): string | undefined {
  switch (kind) {
    case "number":
      return typeof value === "number" && Number.isFinite(value) ? undefined : `${name} takes numbers`;
    case "time":
      return typeof value === "string" && instantOf(value) !== undefined
        ? undefined
        : `${name} takes times such as 2026-03-01T00:00:00Z`;
    case "id":
    case "text":
      return typeof value === "string" ? undefined : `${name} takes texts`;
    case undefined:
      return ["string", "number", "boolean"].includes(typeof value)
        ? undefined
        : `${name} takes texts, numbers, true and false`;
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
