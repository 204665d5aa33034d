import { numbersFrom, unitVector } from "./vectors.ts";

const CLASSES = 3;
const PROMPTS_PER_CLASS = 5;

/** Three classes with five prompts each, as a request has them. */
export const CLASSES_ASKED = Array.from({ length: CLASSES }, (_, at) => ({
  name: `class ${at}`,
  prompts: Array.from({ length: PROMPTS_PER_CLASS }, (_, n) => `prompt ${at} ${n}`),
}));

/** The prompts as a model would embed them: each has a direction of its own. */
export function promptVectors(dimension: number): ReadonlyMap<string, Float32Array> {
  const next = numbersFrom(2);
  const prompts = CLASSES_ASKED.flatMap((asked) => asked.prompts);
  return new Map(prompts.map((prompt) => [prompt, unitVector(dimension, next)]));
}
