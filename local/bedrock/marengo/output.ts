import type { Variants } from "../context.ts";
import type { Embedding } from "./embed.ts";

/** Length of vectors when they are not of length 1: any other number shows who relies on it. */
const OTHER_LENGTH = 3;

/** The answer of InvokeModel. */
export function invokeAnswer(embeddings: readonly Embedding[], variants: Required<Variants>): string {
  const items = embeddings.map((embedding) => itemOf(embedding, variants));
  return JSON.stringify({ data: variants.data === "array" ? items : items[0] });
}

/** The content of `output.json`. */
export function outputFile(embeddings: readonly Embedding[], variants: Required<Variants>): string {
  return JSON.stringify({ data: embeddings.map((embedding) => itemOf(embedding, variants)) });
}

function itemOf({ vector, option, scope, startSec, endSec }: Embedding, variants: Required<Variants>) {
  return {
    embedding: variants.unitLength ? vector : vector.map((value) => value * OTHER_LENGTH),
    ...(option === undefined
      ? {}
      : { embeddingOption: variants.embeddingOption === "array" ? [option] : option }),
    ...(scope === undefined ? {} : { embeddingScope: scope }),
    ...(startSec === undefined ? {} : { startSec, endSec }),
  };
}
