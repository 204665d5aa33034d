import type { Json } from "./recording.ts";

export type Kind = "null" | "true or false" | "number" | "text" | "list" | "object";

/** What is the same in all answers of an operation: fields and types, not values. Lists are the union of their elements. */
export interface Shape {
  readonly kinds: ReadonlySet<Kind>;
  /** Of texts: what they all are, where they are something. */
  readonly format?: TextFormat;
  readonly fields: ReadonlyMap<string, Shape>;
  /** Absent for a list that is always empty. */
  readonly element?: Shape;
}

/** Texts that programs read: ids of 24 hexadecimal digits, UUIDs and points in time. */
export type TextFormat = "id" | "uuid" | "time";

const FORMATS: readonly (readonly [TextFormat, RegExp])[] = [
  ["id", /^[\da-f]{24}$/],
  ["uuid", /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/],
  ["time", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/],
];

export function shapeOf(value: Json): Shape {
  const fields = new Map<string, Shape>();
  if (Array.isArray(value)) {
    const elements = value.map(shapeOf);
    const [first, ...others] = elements;
    const kinds = new Set<Kind>(["list"]);
    return first === undefined
      ? { kinds, fields }
      : { kinds, fields, element: others.reduce(unionOf, first) };
  }
  if (typeof value === "object" && value !== null) {
    for (const [name, field] of Object.entries(value)) fields.set(name, shapeOf(field));
    return { kinds: new Set(["object"]), fields };
  }
  const format = typeof value === "string" ? formatOf(value) : undefined;
  return { kinds: new Set([kindOf(value)]), fields, ...(format === undefined ? {} : { format }) };
}

function kindOf(value: Json): Kind {
  if (value === null) return "null";
  if (typeof value === "boolean") return "true or false";
  return typeof value === "number" ? "number" : "text";
}

const formatOf = (text: string) => FORMATS.find(([, pattern]) => pattern.test(text))?.[0];

function unionOf(a: Shape, b: Shape): Shape {
  const names = new Set([...a.fields.keys(), ...b.fields.keys()]);
  const fields = [...names].map((name) => [name, either(a.fields.get(name), b.fields.get(name))] as const);
  const element = either(a.element, b.element);
  const format = formatOfBoth(a, b);
  return {
    kinds: new Set([...a.kinds, ...b.kinds]),
    fields: new Map(fields.flatMap(([name, shape]) => (shape === undefined ? [] : [[name, shape] as const]))),
    ...(element === undefined ? {} : { element }),
    ...(format === undefined ? {} : { format }),
  };
}

const either = (a: Shape | undefined, b: Shape | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : unionOf(a, b);

/** What is no text says nothing about the format of those that are. */
function formatOfBoth(a: Shape, b: Shape): TextFormat | undefined {
  if (!a.kinds.has("text")) return b.format;
  return !b.kinds.has("text") || a.format === b.format ? a.format : undefined;
}
