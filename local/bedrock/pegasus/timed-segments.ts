import type { Json } from "../shape.ts";
import type { Facts } from "./facts.ts";
import { fillProperty } from "./fill-schema.ts";
import type { Scope } from "./scope.ts";
import type { SegmentDefinition, SegmentField } from "./segment-definitions.ts";
import { isoTime } from "./strings.ts";

/** For each definition one segment per chapter, with the asked fields filled from what was measured in it. */
export function timedSegments(definitions: readonly SegmentDefinition[], facts: Facts): Json {
  return definitions.flatMap(({ id, fields }) =>
    facts.chapters.map((scene, index) => ({
      segment_definition_id: id,
      start_sec: scene.startSec,
      end_sec: scene.endSec,
      metadata: Object.fromEntries(
        fields.map((field) => [field.name, fieldValue(field, { facts, scene, kind: "chapter", index })]),
      ),
    })),
  );
}

function fieldValue({ name, schema, format }: SegmentField, scope: Scope): Json {
  const value = fillProperty(schema, name, scope);
  if (format === undefined || format === "seconds" || typeof value !== "number") return value;
  const clock = isoTime(value);
  return format === "hh:mm:ss"
    ? clock
    : `${clock}.${String(Math.round((value % 1) * 1000) % 1000).padStart(3, "0")}`;
}
