import type { TextSpan } from "../contracts/analysis.ts";
import type { AnalysisRecord, WordItem } from "../contracts/items.ts";
import { cutText } from "./answer-text.ts";
import { wordsOf } from "./words.ts";

/** A word of the index as far as the analysis tells it: the run gives the rest. */
export type IndexedWord = Omit<WordItem, "indexId" | "videoId" | "runId">;

/** The lists of an analysis whose words are indexed, and the search option that each answers. */
const OPTIONS = [
  ["logos", "logo"],
  ["onScreenText", "text_in_video"],
  ["speech", "conversation"],
] as const satisfies readonly (readonly [keyof AnalysisRecord, string])[];

/** The most that one run writes: each word is an item that costs a write, and ordinary answers have far fewer. */
export const MAX_INDEXED_WORDS = 600;
/** UTF-16 units of a span's text that stand with each of its words. */
const MAX_TEXT = 500;

/**
 * The words by which an analysis is found: one for each distinct option, word and span, in the order in which they are
 * written. The same analysis gives the same words. The lists take turns span by span, so that where there are more
 * words than `MAX_INDEXED_WORDS` no list crowds out another.
 */
export function indexedWords(analysis: AnalysisRecord): IndexedWord[] {
  const found = new Map<string, IndexedWord>();
  for (const { option, span } of inTurn(analysis)) {
    for (const word of wordsIn(option, span)) {
      const identity = identityOf(word);
      const before = found.get(identity);
      if (before === undefined && found.size === MAX_INDEXED_WORDS) continue;
      if (before === undefined || word.text.length > before.text.length) found.set(identity, word);
    }
  }
  return [...found.values()];
}

function inTurn(analysis: AnalysisRecord): { option: string; span: TextSpan }[] {
  const lists = OPTIONS.map(([field, option]) => (analysis[field] ?? []).map((span) => ({ option, span })));
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? [])).flat();
}

function wordsIn(option: string, { startSec, endSec, text }: TextSpan): IndexedWord[] {
  const words = wordsOf(text);
  return [...new Set(words)].map((token) => ({
    option,
    token,
    position: words.indexOf(token),
    text: cutText(text, MAX_TEXT),
    startSec,
    endSec,
  }));
}

/**
 * Tells the words of one run apart, exactly as the keys they are stored under do: of two spans that begin in the same
 * millisecond with the same word, the one with the longer text says more.
 */
const identityOf = ({ option, token, startSec }: IndexedWord) =>
  `${option}#${token}#${Math.round(startSec * 1000)}`;
