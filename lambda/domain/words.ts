/** Longest word that is kept; what is longer is no word that anybody searches for. */
const MAX_WORD = 64;
const WORD = /[\p{L}\p{N}]+/gu;
const MARKS = /\p{M}+/gu;

/**
 * The words of a text in their order, in one form: compatibility forms and marks are folded away (NFKD), letters are
 * lower case, and everything between letters and digits separates. `Café-Bar №1` gives `cafe`, `bar`, `no1`.
 */
export function wordsOf(text: string): string[] {
  const folded = text.normalize("NFKD").replace(MARKS, "").toLowerCase();
  return (folded.match(WORD) ?? []).filter((word) => word.length <= MAX_WORD);
}

/**
 * How well a text answers a query by its words, 0 to 1: the share of the query's distinct words that it holds. 1 means
 * that all are there, in whatever order.
 */
export function wordShare(query: readonly string[], text: string): number {
  const asked = new Set(query);
  if (asked.size === 0) return 0;
  const there = new Set(wordsOf(text));
  return [...asked].filter((word) => there.has(word)).length / asked.size;
}
