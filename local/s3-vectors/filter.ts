/** What a vector carries beside its numbers. */
export type Metadata = Readonly<Record<string, unknown>>;
type Primitive = string | number | boolean;
export type Predicate = (metadata: Metadata) => boolean;

/** A filter that breaks the rules of the language. */
export class FilterError extends Error {
  override readonly name = "FilterError";
}

/**
 * Turns a metadata filter into a test. All conditions of an object must hold. A condition on a list holds when it
 * holds for any of its elements. `$ne` and `$nin` are the opposites of `$eq` and `$in`, so they hold for a key that is
 * missing; all others do not.
 *
 * @param nonFilterable keys that may not appear
 * @throws FilterError
 */
export function parseFilter(filter: unknown, nonFilterable: ReadonlySet<string>): Predicate {
  if (!isObject(filter) || Object.keys(filter).length === 0) {
    throw new FilterError("Invalid filter: expected an object with at least one condition");
  }
  return all(
    Object.entries(filter).map(([name, value]) => {
      if (name === "$and") return all(parseList(name, value, nonFilterable));
      if (name === "$or") return any(parseList(name, value, nonFilterable));
      if (name.startsWith("$")) throw new FilterError(`Invalid filter: unknown operator ${name}`);
      if (nonFilterable.has(name)) throw new FilterError("Invalid use of non-filterable metadata in filter");
      return parseField(name, value);
    }),
  );
}

function parseList(operator: string, value: unknown, nonFilterable: ReadonlySet<string>): Predicate[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new FilterError(`Invalid filter: ${operator} needs a non-empty array of filters`);
  }
  return value.map((each) => parseFilter(each, nonFilterable));
}

function parseField(key: string, value: unknown): Predicate {
  const conditions = isObject(value) ? value : { $eq: value };
  if (Object.keys(conditions).length === 0) {
    throw new FilterError(`Invalid filter: no condition for ${key}`);
  }
  return all(
    Object.entries(conditions).map(([operator, operand]) => {
      const make = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
      if (!make) throw new FilterError(`Invalid filter: unknown operator ${operator}`);
      const test = make(operand, operator);
      return (metadata) => test(Object.hasOwn(metadata, key) ? metadata[key] : undefined);
    }),
  );
}

type Test = (value: unknown) => boolean;

const OPERATORS: Readonly<Record<string, (operand: unknown, operator: string) => Test>> = {
  $eq: (operand, operator) => equals(primitive(operand, operator)),
  $ne: (operand, operator) => not(equals(primitive(operand, operator))),
  $gt: compare((value, limit) => value > limit),
  $gte: compare((value, limit) => value >= limit),
  $lt: compare((value, limit) => value < limit),
  $lte: compare((value, limit) => value <= limit),
  $in: (operand, operator) => anyOf(primitives(operand, operator)),
  $nin: (operand, operator) => not(anyOf(primitives(operand, operator))),
  $exists(operand) {
    if (typeof operand !== "boolean") throw new FilterError("Invalid filter: $exists needs a boolean");
    return (value) => (value !== undefined) === operand;
  },
};

function compare(holds: (value: number, limit: number) => boolean) {
  return (operand: unknown, operator: string): Test => {
    if (typeof operand !== "number") throw new FilterError(`Invalid filter: ${operator} needs a number`);
    return someElement((value) => typeof value === "number" && holds(value, operand));
  };
}

const equals = (wanted: Primitive) => someElement((value) => value === wanted);
function anyOf(wanted: readonly Primitive[]): Test {
  const set = new Set<unknown>(wanted);
  return someElement((value) => set.has(value));
}
const someElement =
  (test: Test): Test =>
  (value) =>
    Array.isArray(value) ? value.some(test) : test(value);
const not =
  (test: Test): Test =>
  (value) =>
    !test(value);
const all =
  (tests: readonly Predicate[]): Predicate =>
  (metadata) =>
    tests.every((test) => test(metadata));
const any =
  (tests: readonly Predicate[]): Predicate =>
  (metadata) =>
    tests.some((test) => test(metadata));

function primitive(operand: unknown, operator: string): Primitive {
  if (typeof operand === "string" || typeof operand === "number" || typeof operand === "boolean")
    return operand;
  throw new FilterError(`Invalid filter: ${operator} needs a string, a number or a boolean`);
}

function primitives(operand: unknown, operator: string): Primitive[] {
  if (Array.isArray(operand) && operand.length > 0) return operand.map((each) => primitive(each, operator));
  throw new FilterError(
    `Invalid filter: ${operator} needs a non-empty array of strings, numbers or booleans`,
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
