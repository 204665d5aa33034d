import type { Place } from "../../service.ts";
import { malformed, validation } from "../errors.ts";
import { type MediaSource, mediaSource } from "../media-source.ts";
import type { Model } from "../models.ts";
import { integer, list, type Node, number, object, oneOf, optional, string } from "../shape.ts";
import {
  type EmbeddingScope,
  type ImageRequest,
  type MarengoRequest,
  type Segmentation,
  type TimedRequest,
  textTokens,
} from "./request.ts";

const TYPES = ["text", "image", "text_image", "multi_input", "audio", "video"] as const;
const OPTIONS = { video: ["visual", "audio", "transcription"], audio: ["audio", "transcription"] } as const;
const EMBEDDING_TYPES = ["separate_embedding", "fused_embedding"] as const;
const SCOPES: readonly EmbeddingScope[] = ["clip", "asset"];
const TIMED_KEYS = [
  "mediaSource",
  "startSec",
  "endSec",
  "segmentation",
  "embeddingOption",
  "embeddingType",
  "embeddingScope",
];
const DEFAULT_MIN_SEC = 4;
const DEFAULT_FIXED_SEC = 6;
const AUDIO_NEAR_SEC = 10;
const PLACEHOLDER = /<@(?<name>[^>]+)>/g;

/** Marengo Embed 3.0: the input lies under a key named as its type. */
export function request30(body: Node, model: Model, place: Place): MarengoRequest {
  const type = oneOf(
    object(body, ["inputType", "inferenceId", ...TYPES], ["inputType"])["inputType"] ?? body,
    TYPES,
  );
  const fields = object(body, ["inputType", "inferenceId", type], [type]);
  optional(fields["inferenceId"], string);
  const input = fields[type] ?? body;
  switch (type) {
    case "text":
      return {
        kind: "text",
        text: textOf(object(input, ["inputText"], ["inputText"])["inputText"] ?? input, model),
      };
    case "image":
      return { kind: "image", images: [mediaOf(object(input, ["mediaSource"], ["mediaSource"]), place)] };
    case "text_image": {
      const both = object(input, ["inputText", "mediaSource"], ["inputText", "mediaSource"]);
      return {
        kind: "image",
        text: textOf(both["inputText"] ?? input, model),
        images: [mediaOf(both, place)],
      };
    }
    case "multi_input":
      return multiInput(input, model, place);
    default:
      return timed(input, type, place);
  }
}

function textOf(node: Node, model: Model): string {
  const text = string(node, { min: 1 });
  if (textTokens(text) > (model.maxTextTokens ?? 0)) {
    throw validation(`The input text is longer than ${model.maxTextTokens} tokens.`);
  }
  return text;
}

function mediaOf(fields: Record<string, Node>, place: Place): MediaSource {
  return mediaSource(fields["mediaSource"] ?? { at: "#", value: undefined }, place);
}

function multiInput(node: Node, model: Model, place: Place): ImageRequest {
  const fields = object(node, ["inputText", "mediaSources"], ["mediaSources"]);
  const text = optional(fields["inputText"], (given) => textOf(given, model));
  const images = list(fields["mediaSources"] ?? node, (item) => namedImage(item, place));
  const names = images.map(({ name }) => name);
  for (const { groups } of (text ?? "").matchAll(PLACEHOLDER)) {
    if (!names.includes(groups?.["name"])) {
      throw validation(`The placeholder <@${groups?.["name"]}> names none of the mediaSources.`);
    }
  }
  return {
    kind: "image",
    images: images.map(({ media }) => media),
    ...(text === undefined ? {} : { text: text.replace(PLACEHOLDER, " ") }),
  };
}

function namedImage(node: Node, place: Place): { name: string | undefined; media: MediaSource } {
  const own = ["name", "mediaType"];
  const fields = object(node, [...own, "base64String", "s3Location"], ["mediaType"]);
  oneOf(fields["mediaType"] ?? node, ["image"]);
  return { name: optional(fields["name"], string), media: mediaSource(node, place, own) };
}

function timed(node: Node, kind: "audio" | "video", place: Place): TimedRequest {
  const fields = object(node, TIMED_KEYS, ["mediaSource"]);
  const choices = <T extends string>(key: string, values: readonly T[]): T[] | undefined =>
    optional(fields[key], (given) => [...new Set(list(given, (item) => oneOf(item, values)))]);
  const startSec = optional(fields["startSec"], (given) => number(given, 0, Number.MAX_VALUE)) ?? 0;
  const endSec = optional(fields["endSec"], (given) => number(given, 0, Number.MAX_VALUE));
  if (endSec !== undefined && endSec <= startSec)
    throw malformed(`${node.at}/endSec: it is not after startSec`);
  const options: readonly string[] = choices("embeddingOption", OPTIONS[kind]) ?? OPTIONS[kind];
  const types = choices("embeddingType", EMBEDDING_TYPES) ?? ["separate_embedding"];
  if (types.includes("fused_embedding") && options.length < 2) {
    throw malformed(`${node.at}/embeddingType: fused_embedding needs at least two embedding options`);
  }
  return {
    kind,
    media: mediaOf(fields, place),
    startSec,
    ...(endSec === undefined ? {} : { endSec }),
    segmentation: optional(fields["segmentation"], (given) => segmentation(given, kind)) ?? defaultFor(kind),
    options,
    scopes: choices("embeddingScope", SCOPES) ?? SCOPES,
    separate: types.includes("separate_embedding"),
    fused: types.includes("fused_embedding"),
  };
}

function segmentation(node: Node, kind: "audio" | "video"): Segmentation {
  const given = object(node, ["method", "dynamic", "fixed"], ["method"]);
  const method = oneOf(given["method"] ?? node, kind === "video" ? ["dynamic", "fixed"] : ["fixed"]);
  const fields = object(node, ["method", method]);
  if (method === "dynamic") {
    const minSec = optional(fields["dynamic"], (inner) => wholeSeconds(inner, "minDurationSec", 5));
    return { method, minSec: minSec ?? DEFAULT_MIN_SEC };
  }
  const lengthSec = optional(fields["fixed"], (inner) => wholeSeconds(inner, "durationSec", 10));
  return { method, lengthSec: lengthSec ?? DEFAULT_FIXED_SEC };
}

function wholeSeconds(node: Node, key: string, max: number): number | undefined {
  return optional(object(node, [key])[key], (given) => integer(given, 1, max));
}

function defaultFor(kind: "audio" | "video"): Segmentation {
  return kind === "video"
    ? { method: "dynamic", minSec: DEFAULT_MIN_SEC }
    : { method: "even", nearSec: AUDIO_NEAR_SEC };
}
