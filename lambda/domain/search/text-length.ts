/** The longest words of ordinary vocabularies stand for a token of about this many characters. */
const LONGEST_TOKEN = 32;
const SEPARATORS = /\s+/u;

/**
 * Whether a text has more tokens than the model takes, however it counts them: every word is one at least, and no token
 * is longer than the longest. What passes may still be refused by the model.
 */
export function isTooLong(text: string, maxTokens: number): boolean {
  if (text.length > maxTokens * LONGEST_TOKEN) return true;
  return text.trim().split(SEPARATORS).length > maxTokens;
}
