import fc from "fast-check";
import { COLOURS, type Measurement } from "../../../local/bedrock/media/measurement.ts";
import { factsOf } from "../../../local/bedrock/pegasus/facts.ts";
import { fillSchema } from "../../../local/bedrock/pegasus/fill-schema.ts";
import { assertSupportedSchema } from "../../../local/bedrock/pegasus/schema-subset.ts";
import type { Json, JsonObject } from "../../../local/bedrock/shape.ts";

const measured: Measurement = {
  durationSec: 12,
  picture: {
    codec: "avc",
    width: 640,
    height: 360,
    samples: Array.from({ length: 24 }, (_, index) => ({
      atSec: index / 2,
      colours: COLOURS.map((colour) => (colour === (index < 12 ? "red" : "blue") ? 1 : 0)),
      brightness: 0.4,
      contrast: 0.1,
      saturation: 0.9,
      detail: 0.01,
      motion: 0,
      grid: Array.from({ length: 48 }, (_, at) => (at % 3 === (index < 12 ? 0 : 2) ? 0.9 : 0.1)),
    })),
    cuts: [{ atSec: 6, kind: "cut", strength: 1 }],
  },
  sound: null,
};
const facts = factsOf(measured);

const names = fc.constantFrom(
  ...["title", "summary", "chapters", "highlights", "topics", "start", "end_time", "has_audio", "colour"],
  ...["onScreenText", "mood", "confidence", "id", "anything", "startSec", "isBlue", "people", "cutCount"],
);

const { schema: schemas } = fc.letrec<{ schema: JsonObject; leaf: JsonObject }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom<JsonObject>(
      { type: "string" },
      { type: "string", format: "date-time" },
      { type: "string", format: "uuid" },
      { type: "string", pattern: "^\\d{2}:\\d{2}$" },
      { type: "number" },
      { type: "boolean" },
      { type: "null" },
      { const: "fixed" },
      { enum: [1, "blue", null, true] },
      { type: "string", enum: ["red", "other"] },
    ),
    fc
      .integer({ min: -5, max: 5 })
      .map((minimum) => ({ type: "integer", minimum, exclusiveMaximum: minimum + 3 })),
  ),
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.tuple(fc.dictionary(names, tie("schema"), { maxKeys: 5 }), fc.nat()).map(([properties, pick]) => ({
      type: "object",
      properties,
      required: Object.keys(properties).filter((_, index) => (pick >> index) % 2 === 1),
    })),
    fc
      .tuple(tie("schema"), fc.constantFrom(0, 1))
      .map(([items, minItems]) => ({ type: "array", items, minItems })),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
  ),
}));

it("answers every schema of the subset with something that fits it", () => {
  fc.assert(
    fc.property(schemas, (schema) => {
      assertSupportedSchema(schema, { timestamps: false });
      const answer = JSON.parse(JSON.stringify(fillSchema(schema, facts))) as Json;
      expect({ answer, fits: fits(answer, schema) }).toEqual({ answer, fits: true });
    }),
    { numRuns: 500 },
  );
});

/** A small validator of the subset, written apart from the writer. */
function fits(value: Json, schema: JsonObject): boolean {
  const {
    anyOf,
    type,
    minimum = Number.NEGATIVE_INFINITY,
    exclusiveMaximum = Number.POSITIVE_INFINITY,
  } = schema;
  if (Array.isArray(anyOf)) return anyOf.some((branch) => fits(value, branch as JsonObject));
  if (schema["const"] !== undefined) return value === schema["const"];
  if (Array.isArray(schema["enum"])) return schema["enum"].includes(value);
  switch (type) {
    case "object": {
      const properties = schema["properties"] as Record<string, JsonObject>;
      if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
      const has = (schema["required"] as string[]).every((name) => Object.hasOwn(value, name));
      return (
        has && Object.entries(value).every(([name, inner]) => fits(inner, properties[name] ?? { const: {} }))
      );
    }
    case "array":
      return (
        Array.isArray(value) &&
        value.length >= Number(schema["minItems"]) &&
        value.every((item) => fits(item, schema["items"] as JsonObject))
      );
    case "string":
      return (
        typeof value === "string" &&
        new RegExp(String(schema["pattern"] ?? "")).test(value) &&
        (schema["format"] !== "date-time" || !Number.isNaN(Date.parse(value))) &&
        (schema["format"] !== "uuid" || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value))
      );
    case "integer":
      return (
        Number.isInteger(value) &&
        Number(value) >= Number(minimum) &&
        Number(value) < Number(exclusiveMaximum)
      );
    case "null":
      return value === null;
    case "number":
      return typeof value === "number";
    default:
      return type === "boolean" && typeof value === "boolean";
  }
}
