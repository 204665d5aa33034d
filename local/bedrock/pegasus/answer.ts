import type { Measurement } from "../media/measurement.ts";
import type { Json } from "../shape.ts";
import { answerQuestion } from "./answer-question.ts";
import { factsOf } from "./facts.ts";
import { fillSchema } from "./fill-schema.ts";
import { CHARACTERS_PER_TOKEN, type PegasusRequest } from "./request.ts";
import { timedSegments } from "./timed-segments.ts";

/** What the model says, before it is put into the shape of its version. */
export interface PegasusAnswer {
  readonly message: string;
  readonly finish: "stop" | "length";
  /** Of the mode `time_based_metadata`. */
  readonly segments?: Json;
}

/** Writes the answer to a request about a measured video. The same video and request give the same text. */
export function pegasusAnswer(request: PegasusRequest, measured: Measurement): PegasusAnswer {
  const facts = factsOf(measured);
  const { prompt, schema, definitions, maxOutputTokens } = request;
  if (definitions !== undefined)
    return { message: "", finish: "stop", segments: timedSegments(definitions, facts) };
  const text =
    schema === undefined ? answerQuestion(prompt, facts) : JSON.stringify(fillSchema(schema, facts));
  return cut(text, maxOutputTokens);
}

export function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

function cut(text: string, tokens: number): PegasusAnswer {
  return tokensOf(text) <= tokens
    ? { message: text, finish: "stop" }
    : { message: text.slice(0, tokens * CHARACTERS_PER_TOKEN), finish: "length" };
}
