import { createHash } from "node:crypto";
import { CONCEPTS, type Concept, type Weights } from "../concepts/concepts.ts";
import type { Meaning } from "../concepts/words.ts";

/**
 * The space that texts, pictures and sounds share. Its dimensions, whatever their number:
 *
 * | from | holds |
 * |---|---|
 * | 0 | one axis per concept, in the order of `CONCEPTS`: what was measured, or what a text names |
 * | 64 | where the colours stand in the picture (48 values, small): pictures alike in colour are told apart |
 * | 128 | a trace of the segment itself (very small): no two segments are the same vector |
 * | 256 | words that name no concept: far from every picture and sound, near to texts with the same words |
 *
 * So the cosine of a text with a segment is large when the segment has what the text names, and nearly 0 otherwise.
 */
const LAYOUT_FROM = 64;
const LAYOUT_WEIGHT = 0.35;
const TRACE_FROM = 128;
const TRACE_SIZE = 32;
const TRACE_WEIGHT = 0.01;
const WORDS_FROM = 256;
const WORDS_SIZE = 256;
/** Axes that one unknown word takes. */
const AXES_PER_WORD = 6;
/** A text is about its unknown words less than about the ones that can be found. */
const UNKNOWN_WEIGHT = 0.8;

export type Vector = readonly number[];

/** What a vector is made of. */
export interface Ingredients {
  readonly weights: Weights;
  /** 4 × 4 fields of r, g, b, as in `PictureSample.grid`. */
  readonly layout?: readonly number[];
  /** Names the segment, for its trace. */
  readonly trace: string;
}

/** A vector of length 1 for a picture or a sound. */
export function measuredVector(dimensions: number, { weights, layout = [], trace }: Ingredients): Vector {
  const vector = conceptVector(dimensions, weights);
  for (const [index, value] of deviations(layout).entries()) {
    vector[LAYOUT_FROM + index] = LAYOUT_WEIGHT * value;
  }
  for (const [index, byte] of digest(trace).slice(0, TRACE_SIZE).entries()) {
    vector[TRACE_FROM + index] = TRACE_WEIGHT * (byte / 127.5 - 1);
  }
  return unit(vector);
}

/** A vector of length 1 for a text. */
export function textVector(dimensions: number, { weights, unknown }: Meaning, text: string): Vector {
  const vector = conceptVector(dimensions, weights);
  const nothing = Object.keys(weights).length === 0 && unknown.length === 0;
  for (const word of nothing ? [text] : unknown) addWord(vector, word);
  return unit(vector);
}

/** The direction between several vectors, each counting the same. */
export function blend(vectors: readonly Vector[]): Vector {
  return unit(
    (vectors[0] ?? []).map((_, index) => vectors.reduce((sum, vector) => sum + (vector[index] ?? 0), 0)),
  );
}

/** How each field differs from the whole picture, per component: a plain picture has no layout. */
function deviations(layout: readonly number[]): number[] {
  const means = [0, 1, 2].map((component) => {
    const values = layout.filter((_, index) => index % 3 === component);
    return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  });
  return layout.map((value, index) => value - (means[index % 3] ?? 0));
}

function conceptVector(dimensions: number, weights: Weights): number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  for (const [concept, weight] of Object.entries(weights))
    vector[CONCEPTS.indexOf(concept as Concept)] = weight;
  return vector;
}

function addWord(vector: number[], word: string): void {
  const bytes = digest(word);
  for (let i = 0; i < AXES_PER_WORD; i++) {
    const axis = WORDS_FROM + ((bytes[2 * i] ?? 0) % WORDS_SIZE);
    const sign = (bytes[2 * i + 1] ?? 0) % 2 === 0 ? 1 : -1;
    vector[axis] = (vector[axis] ?? 0) + (sign * UNKNOWN_WEIGHT) / Math.sqrt(AXES_PER_WORD);
  }
}

function unit(vector: readonly number[]): number[] {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length === 0) return vector.map((_, index) => (index === WORDS_FROM ? 1 : 0));
  // Seven digits are what a 32-bit float keeps; more would only make the file longer.
  return vector.map((value) => Math.round((value / length) * 1e7) / 1e7);
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
