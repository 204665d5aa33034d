import fc from "fast-check";
import { shapeDifferences, sharedFields } from "../../../bin/compat/differences.ts";
import { documentedReason } from "../../../bin/compat/documented.ts";
import type { Json } from "../../../bin/compat/recording.ts";
import { shapeOf } from "../../../bin/compat/shape.ts";

const between = (recorded: Json, ours: Json) =>
  shapeDifferences(shapeOf(recorded), shapeOf(ours)).map(
    ({ path, kind, text }) => `${kind} ${path}: ${text}`,
  );

test("other values of the same fields and types are alike", () => {
  expect(between({ a: 1, b: "x", c: [1], d: null }, { a: 2.5, b: "", c: [3, 4], d: null })).toEqual([]);
});

test.each<[string, Json, Json, string[]]>([
  ["a field that is missing", { a: { b: 1 } }, { a: {} }, ["missing a.b: number recorded, missing here"]],
  ["a field that is new", {}, { a: true }, ["additional a: true or false here, not recorded"]],
  ["another type", { a: 1 }, { a: "1" }, ["type a: number recorded, text here"]],
  ["null for a value", { a: "x" }, { a: null }, ["type a: text recorded, null here"]],
  ["a value for null", { a: null }, { a: 1 }, ["type a: null recorded, number here"]],
  ["a list for an object", { a: {} }, { a: [] }, ["type a: object recorded, list here"]],
  [
    "a field of elements",
    { data: [{ a: 1 }, { b: 1 }] },
    { data: [{ a: 1 }] },
    ["missing data[].b: number recorded, missing here"],
  ],
  [
    "another format",
    { _id: "0123456789abcdef01234567" },
    { _id: "7" },
    ["type _id: id recorded, another text here"],
  ],
])("%s is a difference", (_, recorded, ours, expected) => {
  expect(between(recorded, ours)).toEqual(expected);
});

test("what is only sometimes there, or null, is allowed to be so", () => {
  const recorded = { data: [{ a: 1, b: null }, { b: "x" }] };
  expect(between(recorded, { data: [{ a: 1, b: null }] })).toEqual([]);
  expect(between(recorded, { data: [{ a: 1, b: "y" }] })).toEqual([]);
});

test("an empty list says nothing about elements", () => {
  expect(between({ data: [] }, { data: [{ a: 1 }] })).toEqual([]);
  expect(between({ data: [{ a: 1 }] }, { data: [] })).toEqual([]);
});

test("texts of several formats demand none, and null takes none away", () => {
  const id = "0123456789abcdef01234567";
  expect(between([{ a: id }, { a: "x" }], [{ a: "y" }])).toEqual([]);
  expect(between([{ a: "x" }, { a: id }], [{ a: "y" }])).toEqual([]);
  expect(between([{ a: null }, { a: id }], [{ a: "y" }])).toEqual([
    "type [].a: id recorded, another text here",
  ]);
});

test("any time is like any other, whether it has fractions or not", () => {
  expect(between({ at: "2020-01-01T00:00:00Z" }, { at: "2021-02-03T04:05:06.789Z" })).toEqual([]);
});

test("every answer is like itself and shares its fields with itself", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value)) as Json;
      expect(between(json, json)).toEqual([]);
    }),
  );
  expect(sharedFields(shapeOf({ a: [{ b: 1 }], c: 1 }), shapeOf({ a: [{ b: 2 }] }))).toBe(2);
});

test("a documented difference is one of its own kind and field only", () => {
  const at = (path: string, kind: "type" | "missing") => documentedReason("search", { path, kind, text: "" });
  expect(at("data[].thumbnail_url", "type")).toBe("null: no thumbnails are made");
  expect(at("data[].thumbnail_url", "missing")).toBeUndefined();
  expect(at("data[].score", "type")).toBeUndefined();
});

test("a refusal is documented for the code that it has, and for no other failure", () => {
  const status = (text: string) =>
    documentedReason("create a task from a provider", { path: "", kind: "status", text });
  expect(status("201 recorded, 400 here (external_provider_not_supported)")).toBeDefined();
  expect(status("201 recorded, 500 here (internal_error)")).toBeUndefined();
});
