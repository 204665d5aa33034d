import { type Analysis, type AnswerField, pegasusSchema } from "../../contracts/analysis.ts";
import { AnalysisRecord } from "../../contracts/items.ts";
import type { PegasusAnswer } from "../../contracts/pegasus.ts";
import type { QuestionKind } from "../../contracts/question-item.ts";
import { mergeAnswers } from "../analysis.ts";
import { stitch } from "../analysis-stitch.ts";
import { readAnswer, readCutAnswer } from "../answer.ts";
import { PermanentError } from "../errors.ts";
import { promptFor } from "../prompts/pack.ts";
import type { Question, QuestionPart } from "./question.ts";
import { plainText } from "./text-filter.ts";

/** Kinds of question that ask for fields of the analysis. */
export type FieldKind = Exclude<QuestionKind, "text">;

const FIELDS: Readonly<Record<FieldKind, readonly AnswerField[]>> = {
  // All three at once, whichever are asked for: the call bills the whole video again.
  gist: ["title", "topics", "hashtags"],
  summary: ["summary"],
  chapters: ["chapters"],
  highlights: ["highlights"],
};

/** Wishes about the fields. */
export interface FieldWishes {
  /** The owner's, from the configuration; empty for none. */
  readonly extraPrompt: string;
  /** The caller's; undefined for none. */
  readonly prompt?: string | undefined;
  readonly temperature: number;
  readonly maxOutputTokens: number;
}

/** A question for fields of the analysis of the whole video. Its answer is stored as the JSON of these fields. */
export function fieldQuestion(kind: FieldKind, wishes: FieldWishes): Question {
  const fields = FIELDS[kind];
  return {
    kind,
    prompt: fieldPrompt(kind, wishes),
    temperature: wishes.temperature,
    maxOutputTokens: wishes.maxOutputTokens,
    schema: pegasusSchema(fields),
    filter: plainText,
    read: (answers, parts) => {
      const analysis = analysisOf(answers, parts, fields);
      return analysis && JSON.stringify(Object.fromEntries(fields.map((field) => [field, analysis[field]])));
    },
  };
}

/** The text that asks for the fields of a kind, as the pipeline asks for them, and for what the caller wishes. */
export function fieldPrompt(kind: FieldKind, { extraPrompt, prompt }: FieldWishes): string {
  const asked = promptFor({ name: "whole", fields: FIELDS[kind] }, extraPrompt);
  return prompt === undefined ? asked : `${asked}\nAlso do what the person who asks wishes:\n${prompt}`;
}

/** The fields of a stored answer. */
export const storedFields = (message: string): AnalysisRecord => AnalysisRecord.parse(JSON.parse(message));

function analysisOf(
  answers: readonly PegasusAnswer[],
  parts: readonly QuestionPart[],
  fields: readonly AnswerField[],
): Analysis | undefined {
  const readings = answers.map((answer) => readingOf(answer, fields));
  if (readings.some((reading) => reading === undefined)) return undefined;
  const analysed = parts.map(({ offsetSec, durationSec }, at) => {
    const reading = readings[at];
    return { offsetSec, durationSec, analysis: mergeAnswers(reading ? [reading] : []) };
  });
  const ends = parts.map(({ offsetSec, durationSec }) => offsetSec + durationSec);
  return stitch(analysed, Math.max(0, ...ends));
}

/** Of a cut answer what can be read; undefined when nothing can. */
function readingOf(answer: PegasusAnswer, fields: readonly AnswerField[]) {
  try {
    const reading = readAnswer(answer, fields);
    return reading.outcome === "read" ? reading.part : readCutAnswer(answer, fields);
  } catch (error) {
    if (error instanceof PermanentError) return undefined;
    throw error;
  }
}
