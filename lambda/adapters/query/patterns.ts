import { createContext, Script } from "node:vm";
import type { Matches } from "../../domain/questions/schema-check.ts";

/** An honest expression needs microseconds for a field of an answer, and an answer has thousands of fields at most. */
const BUDGET_MS = 250;

const TEST = new Script('new RegExp(pattern, "u").test(text)');

/**
 * Matches a caller's regular expressions against a model's text, where they can be stopped: some take longer than the
 * universe lasts. One matcher is for one answer: when its time is used up, what is left counts as matched, because a
 * second paid answer would not help.
 */
export function patternMatcher(): Matches {
  const context = createContext({ pattern: "", text: "" });
  let leftMs = BUDGET_MS;
  return (pattern, text) => {
    const timeout = Math.floor(leftMs);
    if (timeout < 1) return true;
    Object.assign(context, { pattern, text });
    const startMs = performance.now();
    try {
      return Boolean(TEST.runInContext(context, { timeout }));
    } catch (error) {
      // The clock of the limit and this one need not agree to the millisecond.
      if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") leftMs = 0;
      return true;
    } finally {
      leftMs -= performance.now() - startMs;
    }
  };
}
