import { invalidPattern } from "./errors.ts";
import { type Alternative, compileAlternative, isScalar, type Scalar } from "./operators.ts";

/** A compiled part of a pattern. */
interface Part {
  matches(value: unknown): boolean;
  /** Nothing but `exists: false` inside: of several array elements then none may have the field. */
  readonly onlyAbsence: boolean;
}

/**
 * Compiles an event pattern. Every field that the pattern names must match one of its alternatives; a list in the
 * event matches when any element does; fields that the pattern does not name are ignored.
 *
 * @param pattern the parsed pattern
 * @throws InvalidEventPatternException for whatever is not known, so that no rule waits for its first event to fail
 */
export function compilePattern(pattern: unknown): (event: unknown) => boolean {
  if (!isObject(pattern)) throw invalidPattern("Event pattern must be an object");
  const { matches } = compileObject(pattern);
  return matches;
}

function compileObject(pattern: Readonly<Record<string, unknown>>): Part {
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw invalidPattern("Empty objects are not allowed");
  const parts = entries.map(([name, inner]) =>
    name === "$or" ? compileOr(inner) : compileField(name, inner),
  );
  const onlyAbsence = parts.every((part) => part.onlyAbsence);
  return {
    onlyAbsence,
    matches(value) {
      const objects = elements(value).filter(isObject);
      const candidates = objects.length === 0 ? [{}] : objects;
      const fits = (candidate: unknown) => parts.every((part) => part.matches(candidate));
      return onlyAbsence ? candidates.every(fits) : candidates.some(fits);
    },
  };
}

function compileOr(alternatives: unknown): Part {
  if (!Array.isArray(alternatives) || alternatives.length < 2 || !alternatives.every(isObject)) {
    throw invalidPattern("There must have at least 2 Objects in $or relationship");
  }
  const parts = alternatives.map(compileObject);
  return {
    onlyAbsence: parts.every((part) => part.onlyAbsence),
    matches: (value) => parts.some((part) => part.matches(value)),
  };
}

function compileField(name: string, inner: unknown): Part {
  const part = isObject(inner) ? compileObject(inner) : compileLeaf(name, inner);
  return { onlyAbsence: part.onlyAbsence, matches: (value) => part.matches(field(value, name)) };
}

function compileLeaf(name: string, inner: unknown): Part {
  if (!Array.isArray(inner)) throw invalidPattern(`"${name}" must be an object or an array`);
  if (inner.length === 0) throw invalidPattern("Empty arrays are not allowed");
  const alternatives: Alternative[] = inner.map(compileAlternative);
  return {
    onlyAbsence: alternatives.every(({ absent }) => absent),
    matches(value) {
      const values: Scalar[] = elements(value).filter(isScalar);
      return values.length === 0
        ? alternatives.some(({ absent }) => absent)
        : values.some((one) => alternatives.some(({ test }) => test(one)));
    },
  };
}

/** A value as the list of what stands in it, however deep lists are nested. */
function elements(value: unknown): unknown[] {
  return Array.isArray(value) ? value.flatMap(elements) : [value];
}

function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
