import { patternMatcher } from "../../../lambda/adapters/query/patterns.ts";
import { follows } from "../../../lambda/domain/questions/schema-check.ts";
import { schemaFault } from "../../../lambda/domain/questions/schema-subset.ts";

const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });
const nested = (levels: number): object =>
  levels === 0 ? { type: "string" } : { type: "array", items: nested(levels - 1) };

test.each([
  ["an object", object({ a: { type: "string" } }, { required: ["a"] })],
  ["annotations", { title: "t", description: "d", $comment: "c", ...object({}) }],
  ["its own dialect", { $schema: "https://json-schema.org/draft/2020-12/schema", ...object({}) }],
  ["a list of one kind", object({ a: { type: "array", items: { type: "number" }, minItems: 1 } })],
  ["choices", object({ a: { anyOf: [{ type: "string" }, { type: "null" }] } })],
  ["values", object({ a: { enum: ["x", 1, null] }, b: { const: true } })],
  ["bounds of integers", object({ a: { type: "integer", minimum: 0, exclusiveMaximum: 9 } })],
  ["forms of texts", object({ a: { type: "string", format: "date-time", pattern: "^2" } })],
  [
    "a tree by reference",
    {
      $defs: { node: object({ below: { type: "array", items: { $ref: "#/$defs/node" } } }) },
      $ref: "#/$defs/node",
    },
  ],
])("%s is inside the subset", (_, schema) => {
  expect(schemaFault(schema as Record<string, unknown>)).toBeUndefined();
});

test.each([
  ["additionalProperties", object({}, { additionalProperties: false }), '"additionalProperties"'],
  [
    "maxLength",
    object({ a: { type: "string", maxLength: 3 } }),
    'at #/properties/a: the keyword "maxLength"',
  ],
  ["maxItems", object({ a: { type: "array", items: {}, maxItems: 3 } }), '"maxItems"'],
  ["minItems above 1", object({ a: { type: "array", items: { type: "null" }, minItems: 2 } }), '"minItems"'],
  ["bounds of numbers", object({ a: { type: "number", minimum: 1 } }), '"minimum"'],
  ["oneOf", object({ a: { oneOf: [] } }), '"type"'],
  ["several types", object({ a: { type: ["string", "null"] } }), "is not supported"],
  ["a type of JavaScript", object({ a: { type: "constructor" } }), "is not supported"],
  ["a list of formats", object({ a: { type: "string", format: ["date"] } }), '"format"'],
  ["a format of its own", object({ a: { type: "string", format: "email" } }), '"format"'],
  ["no expression", object({ a: { type: "string", pattern: "(" } }), '"pattern"'],
  ["values that are objects", object({ a: { enum: [{}] } }), '"enum"'],
  ["an unknown property", object({}, { required: ["a"] }), '"required"'],
  ["a reference to elsewhere", object({ a: { $ref: "https://example.com/a" } }), '"$ref"'],
  ["a reference to nothing", object({ a: { $ref: "#/$defs/constructor" } }), '"$ref"'],
  [
    "a reference in a circle",
    { $defs: { a: { $ref: "#/$defs/b" }, b: { anyOf: [{ $ref: "#/$defs/a" }] } }, ...object({}) },
    "back to itself",
  ],
  ["a bottomless schema", nested(60), "levels deep"],
  ["an endless schema", object({ a: { type: "string", description: "x".repeat(40_000) } }), "characters"],
])("%s is outside it, and named", (_, schema, part) => {
  expect(schemaFault(schema as Record<string, unknown>)).toContain(part);
});

const check = (schema: object, value: unknown) =>
  follows(schema as Record<string, unknown>, value, patternMatcher());
const tree = {
  $defs: { n: object({ n: { type: "array", items: { $ref: "#/$defs/n" } } }, { required: ["n"] }) },
  $ref: "#/$defs/n",
};

test.each([
  [object({ a: { type: "string" } }, { required: ["a"] }), { a: "x", b: 1 }, { b: 1 }],
  [object({ a: { type: "integer", minimum: 0, exclusiveMaximum: 3 } }), { a: 2 }, { a: 3 }],
  [object({ a: { type: "integer" } }), { a: 2 }, { a: 2.5 }],
  [object({ a: { type: "number" } }), { a: 2.5 }, { a: "2.5" }],
  [object({ a: { type: "array", items: { type: "boolean" }, minItems: 1 } }), { a: [true] }, { a: [] }],
  [object({ a: { type: "array", items: { type: "boolean" } } }), { a: [true] }, { a: [1] }],
  [object({ a: { anyOf: [{ type: "string" }, { type: "null" }] } }), { a: null }, { a: 1 }],
  [object({ a: { enum: ["x", "y"] } }), { a: "y" }, { a: "z" }],
  [object({ a: { const: null } }), { a: null }, { a: 0 }],
  [object({ a: { type: "string", pattern: "^\\d+$" } }), { a: "12" }, { a: "1b" }],
  [object({ a: { type: "string", format: "date" } }), { a: "2026-02-28" }, { a: "2026-13-01" }],
  [object({ a: { type: "string", format: "time" } }), { a: "12:30:00" }, { a: "25:00:00" }],
  [object({ a: { type: "string", format: "date-time" } }), { a: "2026-02-28T10:00:00Z" }, { a: "yesterday" }],
  [
    object({ a: { type: "string", format: "uuid" } }),
    { a: "73a6c27c-0488-494b-95c4-a16173b3dbf9" },
    { a: "73a6" },
  ],
  [tree, { n: [{ n: [] }] }, { n: [{}] }],
])("%j follows and does not", (schema, good, bad) => {
  expect(check(schema, good)).toBe(true);
  expect(check(schema, bad)).toBe(false);
});

test("an expression that would take for ever is given up, and with it all others of the same answer", () => {
  const matches = patternMatcher();
  expect(matches("^x$", "y")).toBe(false);
  expect(matches("^(a+)+$", `${"a".repeat(60)}!`)).toBe(true);
  expect(matches("^x$", "y")).toBe(true);
  expect(patternMatcher()("^x$", "y")).toBe(false);
});

test("choices that multiply are given up", () => {
  const choices = (next: string) => ({
    anyOf: Array.from({ length: 8 }, () => ({ $ref: `#/$defs/${next}` })),
  });
  const $defs = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`d${at}`, choices(`d${at + 1}`)]));
  expect(check({ $defs: { ...$defs, d12: { type: "null" } }, $ref: "#/$defs/d0" }, 1)).toBe(false);
});
