import type { JsonSchema, PegasusAnswer } from "../../contracts/pegasus.ts";
import type { Question } from "./question.ts";
import { follows, type Matches } from "./schema-check.ts";
import { jsonOnly, plainText } from "./text-filter.ts";

/** What a person asks in their own words. */
export interface OpenQuestion {
  readonly prompt: string;
  /** 0 to 1. */
  readonly temperature: number;
  readonly maxOutputTokens: number;
  /** Inside the subset of `schemaFault`; null asks for plain text. */
  readonly schema: JsonSchema | null;
}

/** Between the answers for the parts of a video. */
export const BETWEEN_PARTS = "\n\n";

/** A question whose answer is a text, or a JSON document of the caller's own schema. */
export function openQuestion(asked: OpenQuestion, matches: Matches): Question {
  const { schema } = asked;
  const opening = schema && openingOf(schema);
  return {
    kind: "text",
    ...asked,
    // Says nothing to the model, which refuses what it does not know.
    schema: schema && withoutDialect(schema),
    filter: opening ? () => jsonOnly(opening) : plainText,
    read: (answers) => (schema ? documentOf(schema, answers, matches) : joined(answers)),
  };
}

const joined = (answers: readonly PegasusAnswer[]) =>
  answers.map(({ message }) => message).join(BETWEEN_PARTS);

const withoutDialect = ({ $schema: _, ...schema }: JsonSchema): JsonSchema => schema;

/**
 * A cut answer is told as such, not checked: it cannot follow. Of several parts each would give a document of its own,
 * which make no one document.
 */
function documentOf(
  schema: JsonSchema,
  answers: readonly PegasusAnswer[],
  matches: Matches,
): string | undefined {
  const [only, ...others] = answers;
  if (only === undefined || others.length > 0) return undefined;
  if (only.finishReason === "length") return only.message;
  try {
    return follows(schema, JSON.parse(only.message), matches) ? only.message : undefined;
  } catch {
    return undefined;
  }
}

/** The bracket that a document of the schema begins with; undefined when it may begin otherwise. */
function openingOf({ type }: JsonSchema): "{" | "[" | undefined {
  if (type === "object") return "{";
  return type === "array" ? "[" : undefined;
}
