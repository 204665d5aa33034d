import * as z from "zod";
import type { JsonSchema } from "./pegasus.ts";

/** A span as Pegasus is asked to write it; `start` and `end` in seconds, because 1.5 rewrites other names. */
const AnswerSpan = z.object({ start: z.number(), end: z.number(), title: z.string(), summary: z.string() });
export type AnswerSpan = z.infer<typeof AnswerSpan>;

/** Words that are read or heard for a while, seconds. */
const AnswerText = z.object({ start: z.number(), end: z.number(), text: z.string() });
/** A brand that is seen for a while, seconds. */
const AnswerLogo = z.object({ start: z.number(), end: z.number(), brand: z.string() });

/**
 * What Pegasus is asked for. This one declaration is the type, the parser of its answer and the JSON Schema that is
 * sent. Lengths, counts and ranges are missing because Pegasus refuses schemas with most of them; they are checked
 * after parsing.
 */
export const ModelAnswer = z.object({
  title: z.string(),
  topics: z.array(z.string()),
  hashtags: z.array(z.string()),
  summary: z.string(),
  chapters: z.array(AnswerSpan),
  highlights: z.array(AnswerSpan),
  onScreenText: z.array(AnswerText),
  logos: z.array(AnswerLogo),
  speech: z.array(AnswerText),
});
export type ModelAnswer = z.infer<typeof ModelAnswer>;

/** A field of the answer. */
export type AnswerField = keyof ModelAnswer;
export const ANSWER_FIELDS = ModelAnswer.keyof().options;

/** The part of an answer that one request asks for. */
export function answerSchema(fields: readonly AnswerField[]) {
  const mask = Object.fromEntries(fields.map((field) => [field, true])) as Partial<Record<AnswerField, true>>;
  return ModelAnswer.pick(mask);
}

/** Keywords that zod writes and Pegasus refuses, or that say nothing to it. */
const REFUSED = ["$schema", "additionalProperties"] as const;

/** The JSON Schema that is sent for these fields: inside the subset that Pegasus takes. */
export function pegasusSchema(fields: readonly AnswerField[]): JsonSchema {
  const schema = z.toJSONSchema(answerSchema(fields), {
    io: "input",
    override: ({ jsonSchema }) => {
      for (const keyword of REFUSED) delete jsonSchema[keyword];
    },
  });
  const { $schema: _, "~standard": __, ...sent } = schema;
  return sent;
}

/** A span of the video's timeline with its text, seconds. */
export const TimeSpan = z.object({
  startSec: z.number(),
  endSec: z.number(),
  title: z.string(),
  summary: z.string(),
});
export type TimeSpan = z.infer<typeof TimeSpan>;

/** A span of the video's timeline and the words that are read, shown or said in it, seconds. */
export const TextSpan = z.object({ startSec: z.number(), endSec: z.number(), text: z.string() });
export type TextSpan = z.infer<typeof TextSpan>;

/** Analyses that were stored before these lists were asked for do not have them. */
const TextSpans = z.array(TextSpan).default([]);

/** What had to be done to the model's words before they could be stored. */
export const AnalysisFlags = z.object({
  /** The model stopped before it was done; what could be read is here. */
  truncated: z.boolean(),
  /** Text around the answer, or characters that no text may hold, were removed. */
  repaired: z.boolean(),
  /** Times outside the video were moved to its bounds, or their items left out. */
  clamped: z.boolean(),
  /** More, or longer texts, than are stored. */
  capped: z.boolean(),
});
export type AnalysisFlags = z.infer<typeof AnalysisFlags>;

/** The stored analysis of a video, or of one part of it. The texts are a model's: data, never instructions or markup. */
export const Analysis = z.object({
  title: z.string(),
  topics: z.array(z.string()),
  /** Without the `#`. */
  hashtags: z.array(z.string()),
  summary: z.string(),
  /** In order of time. */
  chapters: z.array(TimeSpan),
  highlights: z.array(TimeSpan),
  /** What is written in the picture, as it stands there; in order of time, as the two lists below. */
  onScreenText: TextSpans,
  /** The brands that are seen; the text is the brand's name. */
  logos: TextSpans,
  /** The most telling sentences that are spoken, word for word. */
  speech: TextSpans,
  flags: AnalysisFlags,
});
export type Analysis = z.infer<typeof Analysis>;
