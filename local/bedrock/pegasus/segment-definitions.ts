import { malformed, validation } from "../errors.ts";
import { type Json, type JsonObject, list, type Node, object, oneOf, optional, string } from "../shape.ts";

/** One kind of segment that Pegasus 1.5 should find, with the fields to fill for each. */
export interface SegmentDefinition {
  readonly id: string;
  readonly description: string;
  readonly fields: readonly SegmentField[];
}

export interface SegmentField {
  readonly name: string;
  /** JSON schema of its value. */
  readonly schema: JsonObject;
  readonly format?: TimeFormat;
}

export type TimeFormat = "seconds" | "hh:mm:ss" | "hh:mm:ss.fff";

const TYPES = ["string", "boolean", "number", "integer", "array", "timestamp"] as const;
const FORMATS: readonly TimeFormat[] = ["seconds", "hh:mm:ss", "hh:mm:ss.fff"];
/** Keys of the platform that would change which segments are found. */
const NOT_HERE = ["media_sources", "time_ranges", "min_segment_duration", "max_segment_duration"];

/** @throws ServiceError ValidationException */
export function segmentDefinitions(node: Node): SegmentDefinition[] {
  const definitions = list(node, definition, { min: 1, max: 20 });
  const ids = definitions.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw malformed(`${node.at}: array items are not unique`);
  return definitions;
}

function definition(node: Node): SegmentDefinition {
  const fields = object(node, ["id", "description", "fields", ...NOT_HERE], ["id", "description"]);
  const unsupported = NOT_HERE.find((key) => fields[key]?.value !== undefined);
  if (unsupported !== undefined) {
    throw validation(`The local stand-in does not support ${unsupported} in segment_definitions.`);
  }
  return {
    id: string(fields["id"] ?? node, { min: 1 }),
    description: string(fields["description"] ?? node, { min: 1 }),
    fields: optional(fields["fields"], (given) => list(given, field, { min: 0 })) ?? [],
  };
}

function field(node: Node): SegmentField {
  const keys = object(node, ["name", "type", "description", "enum", "items", "format"], ["name", "type"]);
  const type = oneOf(keys["type"] ?? node, TYPES);
  const format = optional(keys["format"], (given) => oneOf(given, FORMATS));
  if ((type === "timestamp") !== (format !== undefined)) {
    throw malformed(`${node.at}: a format is needed for timestamps and for nothing else`);
  }
  const values = optional(keys["enum"], (given) => list<Json>(given, (item) => string(item), { max: 100 }));
  const items = keys["items"]?.value;
  if ((type === "array") !== (items !== undefined))
    throw malformed(`${node.at}: items are needed for arrays only`);
  return {
    name: string(keys["name"] ?? node, { min: 1 }),
    schema: {
      type: type === "timestamp" ? "number" : type,
      ...(values === undefined ? {} : { enum: values }),
      ...(items === undefined ? {} : { items }),
    },
    ...(format === undefined ? {} : { format }),
  };
}
