import { createContext, Script } from "node:vm";

/** An honest expression needs microseconds for a text of a few words. */
const LIMIT_MS = 50;

const context = createContext({ pattern: "", text: "" });
const TEST = new Script('new RegExp(pattern, "u").test(text)');

/**
 * Whether a text fits a caller's regular expression. Some expressions take longer than the universe lasts, and all
 * services of the host share one thread: one that is given up fits nothing.
 */
export function fitsPattern(pattern: string, text: string): boolean {
  Object.assign(context, { pattern, text });
  try {
    return Boolean(TEST.runInContext(context, { timeout: LIMIT_MS }));
  } catch {
    return false;
  }
}
