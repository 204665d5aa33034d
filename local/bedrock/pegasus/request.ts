import type { Place } from "../../service.ts";
import type { Variants } from "../context.ts";
import { malformed, validation } from "../errors.ts";
import { type MediaSource, mediaSource } from "../media-source.ts";
import type { Model } from "../models.ts";
import {
  integer,
  isObject,
  type JsonObject,
  list,
  type Node,
  number,
  object,
  oneOf,
  optional,
  string,
} from "../shape.ts";
import { assertSupportedSchema } from "./schema-subset.ts";
import { type SegmentDefinition, segmentDefinitions } from "./segment-definitions.ts";

/** What a Pegasus call asks for. */
export interface PegasusRequest {
  readonly prompt: string;
  readonly media: MediaSource;
  readonly maxOutputTokens: number;
  readonly schema?: JsonObject;
  /** Set in the mode `time_based_metadata` of 1.5. */
  readonly definitions?: readonly SegmentDefinition[];
}

const KEYS_12 = ["inputPrompt", "mediaSource", "temperature", "maxOutputTokens", "responseFormat"];
const KEYS_15 = [...KEYS_12, "analysis_mode", "prompt_v2", "segment_definitions"];
/** Answer length when the caller sets none, tokens. */
const DEFAULT_OUTPUT_TOKENS = 4096;
/** A token is about four characters of English. */
export const CHARACTERS_PER_TOKEN = 4;

/** @throws ServiceError ValidationException */
export function pegasusRequest(
  body: Node,
  model: Model,
  place: Place,
  variants: Required<Variants>,
): PegasusRequest {
  const is15 = model.key === "pegasus-1.5";
  const fields = object(
    body,
    is15 ? KEYS_15 : KEYS_12,
    is15 ? ["mediaSource"] : ["inputPrompt", "mediaSource"],
  );
  const at = (key: string): Node => fields[key] ?? { at: `#/${key}`, value: undefined };
  const timed = is15 && optional(at("analysis_mode"), mode) === "time_based_metadata";
  optional(at("temperature"), (node) => number(node, 0, 1));
  const tokens = optional(at("maxOutputTokens"), (node) =>
    integer(node, model.minOutputTokens ?? 1, model.maxOutputTokens ?? DEFAULT_OUTPUT_TOKENS),
  );
  const schema = optional(at("responseFormat"), (node) => responseSchema(node, variants, is15));
  const definitions = optional(at("segment_definitions"), segmentDefinitions);
  assertMode(timed, schema, definitions);
  const prompt = timed ? "" : promptOf(at("inputPrompt"), at("prompt_v2"));
  if (prompt.length / CHARACTERS_PER_TOKEN > (model.maxPromptTokens ?? Number.POSITIVE_INFINITY)) {
    throw validation(`The input prompt is longer than ${model.maxPromptTokens} tokens.`);
  }
  return {
    prompt,
    media: mediaSource(at("mediaSource"), place),
    maxOutputTokens: tokens ?? DEFAULT_OUTPUT_TOKENS,
    ...(schema === undefined ? {} : { schema }),
    ...(definitions === undefined ? {} : { definitions }),
  };
}

const mode = (node: Node) => oneOf(node, ["general", "time_based_metadata"]);

function assertMode(timed: boolean, schema: unknown, definitions: unknown): void {
  if (timed && definitions === undefined) throw malformed("#: required key [segment_definitions] not found");
  if (timed && schema !== undefined) throw malformed("#: extraneous key [responseFormat] is not permitted");
  if (!timed && definitions !== undefined) {
    throw malformed("#: extraneous key [segment_definitions] is not permitted");
  }
}

function promptOf(plain: Node, second: Node): string {
  const text = optional(plain, (node) => string(node, { min: 1 }));
  const other = optional(second, (node) => {
    const fields = object(node, ["input_text", "media_sources"], ["input_text"]);
    const images =
      optional(fields["media_sources"], (sources) => list(sources, (item) => item, { min: 0 })) ?? [];
    if (images.length > 0) throw validation("The local stand-in takes no reference images in prompt_v2.");
    return string(fields["input_text"] ?? node, { min: 1 });
  });
  if (text !== undefined && other !== undefined)
    throw malformed("#: extraneous key [prompt_v2] is not permitted");
  const prompt = text ?? other;
  if (prompt === undefined) throw malformed("#: required key [inputPrompt] not found");
  return prompt;
}

function responseSchema(node: Node, { responseFormat }: Required<Variants>, timestamps: boolean): JsonObject {
  const older = responseFormat === "both" && isObject(node.value) && node.value["type"] !== undefined;
  const schema = older ? olderForm(node) : object(node, ["jsonSchema"], ["jsonSchema"])["jsonSchema"]?.value;
  const given = schema ?? null;
  assertSupportedSchema(given, { timestamps });
  return given;
}

/** `{ type: "json_schema", json_schema: { name, schema } }`, as older documentation has it. */
function olderForm(node: Node) {
  const fields = object(node, ["type", "json_schema"], ["type", "json_schema"]);
  oneOf(fields["type"] ?? node, ["json_schema"]);
  const inner = object(fields["json_schema"] ?? node, ["name", "schema", "strict"], ["schema"]);
  return inner["schema"]?.value;
}
