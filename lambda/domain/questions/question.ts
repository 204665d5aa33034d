import type { JsonSchema, PegasusAnswer } from "../../contracts/pegasus.ts";
import type { QuestionKind } from "../../contracts/question-item.ts";
import { hashOf, type ObjectVersion, versionHashOf } from "../../keys.ts";
import type { TextFilter } from "./text-filter.ts";

/** A piece of a video that one call answers for. A video within the model's limits is one. */
export interface QuestionPart {
  readonly bucket: string;
  readonly key: string;
  readonly offsetSec: number;
  readonly durationSec: number;
}

/** What is asked of the model, and how its answer is read. */
export interface Question {
  readonly kind: QuestionKind;
  readonly prompt: string;
  /** 0 to 1. */
  readonly temperature: number;
  readonly maxOutputTokens: number;
  readonly schema: JsonSchema | null;
  /** A new filter for the text of one part. */
  readonly filter: () => TextFilter;
  /** What is stored of the filtered answers, one for each part; undefined when they are not of the form asked for. */
  readonly read: (answers: readonly PegasusAnswer[], parts: readonly QuestionPart[]) => string | undefined;
}

/**
 * Identity of a question: the version of the object, the model, the prompt, the parameters, the schema and the parts.
 * The parts are named by their place in the video: where their files lie says nothing about the answer.
 */
export function questionHash(
  version: ObjectVersion,
  modelKey: string,
  parts: readonly QuestionPart[],
  { kind, prompt, temperature, maxOutputTokens, schema }: Question,
): string {
  const places = parts.map(({ offsetSec, durationSec }) => [offsetSec, durationSec]);
  const asked = [kind, modelKey, prompt, temperature, maxOutputTokens, schema, places];
  return hashOf(versionHashOf(version), JSON.stringify(asked)).slice(0, 32);
}

/** The id of an answer: a UUID (version 8, made from the hash), so that the same question always has the same one. */
export function answerIdOf(...identity: readonly string[]): string {
  const hex = hashOf("answer", ...identity);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}

/** One token has about four letters of English, and about one sign of Chinese, which has three bytes. */
const BYTES_PER_TOKEN = 4;

/**
 * A guess at the tokens of a text: rather too few than too many, so that no prompt is refused that the model takes. A
 * prompt that is too long all the same is refused by the model.
 */
export function guessTokens(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).byteLength / BYTES_PER_TOKEN);
}
