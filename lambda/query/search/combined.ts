import type { CombinedQuery, TextQuery } from "../../contracts/api/combined-query.ts";
import type { SearchQuestion } from "../../contracts/api/search.ts";
import { combine } from "../../domain/search/combine.ts";
import type { Hit } from "../../domain/search/fuse.ts";
import { inOrder } from "../../domain/search/options.ts";

/** Finds the hits of a question that is not combined, with scores from the least on. */
type Search = (question: SearchQuestion, least: number) => Promise<readonly Hit[]>;

interface Floors {
  /** Least score of a hit. */
  readonly least: number;
  /** Where the low band begins. */
  readonly low: number;
}

/** The questions that a question is made of: itself, or one for each text of a combined query. */
export function singleQuestions(question: SearchQuestion): SearchQuestion[] {
  const { combined } = question;
  return combined === undefined ? [question] : textsOf(combined).map((text) => questionOf(question, text));
}

/** What a question finds, combined or not; in no particular order. */
export async function answered(
  question: SearchQuestion,
  search: Search,
  floors: Floors,
): Promise<readonly Hit[]> {
  const hitsOf = async (query: CombinedQuery, least: number): Promise<readonly Hit[]> => {
    if (query.kind === "text") return search(questionOf(question, query), least);
    const parts: (readonly Hit[])[] = [];
    // One after the other: a text that occurs twice is embedded once.
    for (const [at, part] of query.parts.entries()) {
      const isExcluded = query.kind === "not" && at === 1;
      // Without a threshold everything would be like what is excluded, a little.
      parts.push(await hitsOf(part, isExcluded ? Math.max(least, floors.low) : least));
    }
    return combine(query.kind, parts, query.proximitySec);
  };
  const { combined } = question;
  return combined === undefined ? search(question, floors.least) : hitsOf(combined, floors.least);
}

function questionOf(question: SearchQuestion, { text, options, speech }: TextQuery): SearchQuestion {
  return {
    ...question,
    combined: undefined,
    text,
    options: inOrder(options ?? question.options),
    speech: speech ?? question.speech,
  };
}

const textsOf = (query: CombinedQuery): TextQuery[] =>
  query.kind === "text" ? [query] : query.parts.flatMap(textsOf);
