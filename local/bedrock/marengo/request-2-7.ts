import type { Place } from "../../service.ts";
import { malformed, validation } from "../errors.ts";
import { mediaSource } from "../media-source.ts";
import type { Model } from "../models.ts";
import { integer, list, type Node, number, object, oneOf, optional, string } from "../shape.ts";
import {
  type MarengoRequest,
  type Segmentation,
  type TextRequest,
  type TimedRequest,
  textTokens,
} from "./request.ts";

const TYPES = ["text", "image", "audio", "video"] as const;
const VIDEO_OPTIONS = ["visual-text", "visual-image", "audio"] as const;
const AUDIO_KEYS = ["inputType", "mediaSource", "startSec", "lengthSec", "useFixedLengthSec"];
const VIDEO_KEYS = [...AUDIO_KEYS, "minClipSec", "embeddingOption"];
const DEFAULT_MIN_SEC = 4;
const AUDIO_NEAR_SEC = 10;

/** Marengo Embed 2.7: all keys at the top level. */
export function request27(body: Node, model: Model, place: Place): MarengoRequest {
  const all = [...VIDEO_KEYS, "inputText", "textTruncate"];
  const type = oneOf(object(body, all, ["inputType"])["inputType"] ?? body, TYPES);
  if (type === "text") return text(body, model);
  if (type === "image") {
    const fields = object(body, ["inputType", "mediaSource"], ["mediaSource"]);
    return { kind: "image", images: [mediaSource(fields["mediaSource"] ?? body, place)] };
  }
  return timed(body, type, place);
}

function text(body: Node, model: Model): TextRequest {
  const fields = object(body, ["inputType", "inputText", "textTruncate"], ["inputText"]);
  const given = string(fields["inputText"] ?? body, { min: 1 });
  const truncate = optional(fields["textTruncate"], (node) => oneOf(node, ["end", "none"])) ?? "end";
  const limit = model.maxTextTokens ?? 0;
  if (textTokens(given) <= limit) return { kind: "text", text: given };
  if (truncate === "none") throw validation(`The input text is longer than ${limit} tokens.`);
  return { kind: "text", text: given.slice(0, limit * 4) };
}

function timed(body: Node, kind: "audio" | "video", place: Place): TimedRequest {
  const fields = object(body, kind === "video" ? VIDEO_KEYS : AUDIO_KEYS, ["mediaSource"]);
  const startSec = optional(fields["startSec"], (node) => number(node, 0, Number.MAX_VALUE)) ?? 0;
  const lengthSec = optional(fields["lengthSec"], (node) => number(node, 0, Number.MAX_VALUE));
  const minSec = optional(fields["minClipSec"], (node) => integer(node, 1, 5)) ?? DEFAULT_MIN_SEC;
  const fixed = optional(fields["useFixedLengthSec"], (node) => number(node, 2, 10));
  if (fixed !== undefined && fields["minClipSec"]?.value !== undefined && fixed < minSec) {
    throw malformed("#/useFixedLengthSec: it is less than minClipSec");
  }
  const options: readonly string[] =
    kind === "audio"
      ? ["audio"]
      : (optional(fields["embeddingOption"], (node) => [
          ...new Set(list(node, (item) => oneOf(item, VIDEO_OPTIONS))),
        ]) ?? VIDEO_OPTIONS);
  return {
    kind,
    media: mediaSource(fields["mediaSource"] ?? body, place),
    startSec,
    ...(lengthSec === undefined ? {} : { endSec: startSec + lengthSec }),
    segmentation: segmentation(kind, fixed, minSec),
    options,
    scopes: null,
    separate: true,
    fused: false,
  };
}

function segmentation(kind: "audio" | "video", fixed: number | undefined, minSec: number): Segmentation {
  if (fixed !== undefined) return { method: "fixed", lengthSec: fixed };
  return kind === "video" ? { method: "dynamic", minSec } : { method: "even", nearSec: AUDIO_NEAR_SEC };
}
