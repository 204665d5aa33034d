import type { AnswerSpan } from "../contracts/analysis.ts";
import {
  type AnalysisFlags,
  type AnswerField,
  answerSchema,
  ModelAnswer,
  type TextSpan,
  type TimeSpan,
} from "../contracts/analysis.ts";
import type { PegasusAnswer } from "../contracts/pegasus.ts";
import { describeIssues } from "../contracts/unexpected-shape.ts";
import { type AnalysisContent, capContent } from "./answer-caps.ts";
import { findDocument } from "./answer-document.ts";
import { storable } from "./answer-text.ts";
import { readTimes } from "./answer-times.ts";
import { PermanentError } from "./errors.ts";

/** What one answer said: the fields that were asked for, or those of them that could be read. */
export interface AnswerPart {
  readonly content: Partial<AnalysisContent>;
  readonly flags: AnalysisFlags;
}

export type Reading =
  | { readonly outcome: "read"; readonly part: AnswerPart }
  | { readonly outcome: "truncated" };

/**
 * Reads an answer. `truncated` means that it was cut, by its own word or by what it looks like: less must be asked.
 * @throws PermanentError ANSWER_INVALID when there is no JSON object in it, or one without the fields asked for
 */
export function readAnswer(answer: PegasusAnswer, fields: readonly AnswerField[]): Reading {
  // The reason comes first: a cut answer can look whole.
  if (answer.finishReason === "length") return { outcome: "truncated" };
  const document = findDocument(answer.message);
  if (document.kind === "cut") return { outcome: "truncated" };
  if (document.kind === "none")
    throw new PermanentError("ANSWER_INVALID", "The model's answer holds no JSON object.");
  const times = readTimes(document.value as object);
  const parsed = answerSchema(fields).safeParse(times.answer);
  if (!parsed.success) {
    throw new PermanentError(
      "ANSWER_INVALID",
      `The model's answer has a wrong form: ${describeIssues(parsed.error)}.`,
    );
  }
  const repaired = times.repaired || !document.exact;
  return {
    outcome: "read",
    part: partOf(parsed.data, { truncated: false, repaired, clamped: times.dropped }),
  };
}

/**
 * Reads as much as there is of an answer that was cut though little was asked.
 * @throws PermanentError ANSWER_TRUNCATED when nothing in it can be read
 */
export function readCutAnswer(answer: PegasusAnswer, fields: readonly AnswerField[]): AnswerPart {
  const document = findDocument(answer.message);
  const times = document.kind === "none" ? undefined : readTimes(document.value as object);
  const values = times ? readableFields(times.answer, fields) : {};
  if (!times || document.kind === "none" || Object.keys(values).length === 0) {
    throw new PermanentError(
      "ANSWER_TRUNCATED",
      "The model's answer was cut before anything in it could be read.",
    );
  }
  return partOf(values, {
    truncated: true,
    repaired: times.repaired || !document.exact,
    clamped: times.dropped,
  });
}

/** The fields that can be read; of a list, the items that can be read. */
function readableFields(answer: object, fields: readonly AnswerField[]): Partial<ModelAnswer> {
  const entries = fields.flatMap((field) => {
    const value: unknown = (answer as Record<string, unknown>)[field];
    const schema = ModelAnswer.shape[field];
    if (!Array.isArray(value)) return schema.safeParse(value).success && value !== "" ? [[field, value]] : [];
    const items = value.filter((item: unknown) => schema.safeParse([item]).success);
    return items.length > 0 ? [[field, answerSchema([field]).parse({ [field]: items })[field]]] : [];
  });
  return Object.fromEntries(entries) as Partial<ModelAnswer>;
}

function partOf(values: Partial<ModelAnswer>, flags: Omit<AnalysisFlags, "capped">): AnswerPart {
  let replaced = false;
  const clean = (text: string) => {
    const result = storable(text);
    if (result !== text) replaced = true;
    return result;
  };
  const span = ({ start, end, title, summary }: AnswerSpan): TimeSpan => ({
    startSec: start,
    endSec: end,
    title: clean(title),
    summary: clean(summary),
  });
  const words = (start: number, end: number, text: string): TextSpan => ({
    startSec: start,
    endSec: end,
    text: clean(text),
  });
  const { title, topics, hashtags, summary, chapters, highlights, onScreenText, logos, speech } = values;
  const { content, capped } = capContent<Partial<AnalysisContent>>({
    ...(title === undefined ? {} : { title: clean(title) }),
    ...(topics === undefined ? {} : { topics: topics.map(clean) }),
    ...(hashtags === undefined ? {} : { hashtags: hashtags.map(clean) }),
    ...(summary === undefined ? {} : { summary: clean(summary) }),
    ...(chapters === undefined ? {} : { chapters: chapters.map(span) }),
    ...(highlights === undefined ? {} : { highlights: highlights.map(span) }),
    ...(onScreenText === undefined
      ? {}
      : { onScreenText: onScreenText.map(({ start, end, text }) => words(start, end, text)) }),
    ...(logos === undefined ? {} : { logos: logos.map(({ start, end, brand }) => words(start, end, brand)) }),
    ...(speech === undefined
      ? {}
      : { speech: speech.map(({ start, end, text }) => words(start, end, text)) }),
  });
  return { content, flags: { ...flags, repaired: flags.repaired || replaced, capped } };
}
