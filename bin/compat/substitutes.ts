import { isObject, type JsonObject } from "./answers.ts";
import type { OperationName } from "./operation.ts";
import type { Json } from "./recording.ts";
import { KNOWN_WORDS } from "./texts.ts";

/** Another body for a request to which the samples have no answer. */
export interface Substitute {
  readonly note: string;
  readonly body: Json;
}

/** Colours that fill the samples, those that last longest first. */
const COLOURS = ["purple", "navy", "blue", "red", "green", "yellow"];

/** Questions of the same form about what the samples hold, the nearest to the recorded one first. */
export function findingSubstitutes(operation: OperationName, body: Json): Substitute[] {
  if (!isObject(body)) return [];
  if (operation === "search") return searches(body);
  return operation.startsWith("classify") ? classifications(body) : [];
}

function searches(body: JsonObject): Substitute[] {
  const field = "query_text" in body ? "query_text" : "query";
  const asked = [KNOWN_WORDS, ...COLOURS].map((text) => ({ ...body, [field]: text }));
  return [
    ...asked.map((changed) => ({ note: `asked for "${changed[field]}" instead`, body: changed })),
    { note: "with the lowest threshold", body: { ...body, [field]: "blue", threshold: "none" } },
  ];
}

function classifications(body: JsonObject): Substitute[] {
  const { classes } = body;
  if (!Array.isArray(classes)) return [];
  const changed = { ...body, classes: classes.map(withColours) };
  const threshold = isObject(body["threshold"])
    ? { ...body["threshold"], min_video_score: 0, min_duration_ratio: 0 }
    : {};
  return [
    { note: "the prompts are colours of the samples", body: changed },
    { note: "the prompts are colours of the samples, without thresholds", body: { ...changed, threshold } },
  ];
}

/** Every colour, so that each class finds something in every video; a different one stands first in each. */
const withColours = (each: Json, at: number): Json => {
  const first = at % COLOURS.length;
  const prompts = [...COLOURS.slice(first), ...COLOURS.slice(0, first)];
  return isObject(each) ? { ...each, prompts } : each;
};

/** A classification of the same form that no video passes. */
export function emptySubstitute(operation: OperationName, body: Json): Substitute | undefined {
  if (!isObject(body) || !operation.startsWith("classify")) return undefined;
  const threshold = { min_video_score: 100, min_duration_ratio: 1 };
  const prompts = ["a text that no sample is about"];
  const { classes } = body;
  const nothing = Array.isArray(classes)
    ? classes.map((each: Json) => (isObject(each) ? { ...each, prompts } : each))
    : [];
  return { note: "with thresholds that nothing passes", body: { ...body, classes: nothing, threshold } };
}
