import type { TextSpan } from "../contracts/analysis.ts";

/** A text that comes again within this time never went away, seconds: models write times roughly. */
const GAP_SEC = 1;

/** Where a model names one moment alone, the text stands for this long, seconds. */
const MOMENT_SEC = 1;

/** Words that are seen at one moment are there for a while: a span without length would be left out. */
export function lasting(span: TextSpan): TextSpan {
  return span.startSec === span.endSec ? { ...span, endSec: span.startSec + MOMENT_SEC } : span;
}

/**
 * The texts without empty ones, and one that goes on or is told again as one span. Texts that differ in case only are
 * the same. Doing it twice changes nothing.
 * @param spans in order of time
 */
export function joinTexts(spans: readonly TextSpan[]): TextSpan[] {
  const joined: TextSpan[] = [];
  const latest = new Map<string, number>();
  for (const { startSec, endSec, text: words } of spans) {
    const text = words.trim();
    if (text === "") continue;
    const folded = text.toLowerCase();
    const at = latest.get(folded);
    const before = at === undefined ? undefined : joined[at];
    if (at !== undefined && before !== undefined && startSec - before.endSec <= GAP_SEC) {
      joined[at] = { ...before, endSec: Math.max(before.endSec, endSec) };
    } else {
      latest.set(folded, joined.push({ startSec, endSec, text }) - 1);
    }
  }
  return joined.sort((a, b) => a.startSec - b.startSec || a.endSec - b.endSec);
}
