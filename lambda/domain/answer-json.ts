/** Deeper than any answer that was asked for. */
const MAX_DEPTH = 64;

/** An object that begins somewhere in a text. */
export type ScannedObject =
  /** It closes before `end`. */
  | { readonly kind: "balanced"; readonly end: number }
  /** The text ends inside it. `closed` is its readable part as JSON text. */
  | { readonly kind: "cut"; readonly closed: string }
  /** Its brackets do not match, or it is too deep. */
  | { readonly kind: "broken" };

/**
 * Follows the object that begins at `from`, in one pass. It looks at brackets and strings only: whether the result is
 * JSON is for JSON.parse to say.
 * @param from index of a `{`
 */
export function scanObject(text: string, from: number): ScannedObject {
  const open: string[] = [];
  // Up to here everything is complete, and the innermost `completeDepth` brackets are open.
  let completeEnd = from;
  let completeDepth = 0;
  let scalarOpen = false;
  let expectKey = false;
  const complete = (end: number) => {
    completeEnd = end;
    completeDepth = open.length;
  };

  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '"') {
      const string = scanString(text, at);
      if (string.end === undefined) {
        const isCutValue = open.at(-1) === "{" && !expectKey;
        const readable = isCutValue
          ? `${text.slice(from, string.readableEnd)}"`
          : text.slice(from, completeEnd);
        return { kind: "cut", closed: readable + closers(open, isCutValue ? open.length : completeDepth) };
      }
      at = string.end - 1;
      if (!expectKey) complete(string.end);
      continue;
    }
    const isScalar = !"{}[],: \t\r\n".includes(char);
    if (scalarOpen && !isScalar) complete(at);
    scalarOpen = isScalar;
    if (char === "{" || char === "[") {
      open.push(char);
      if (open.length > MAX_DEPTH) return { kind: "broken" };
      expectKey = char === "{";
      complete(at + 1);
    } else if (char === "}" || char === "]") {
      if (open.pop() !== (char === "}" ? "{" : "[")) return { kind: "broken" };
      if (open.length === 0) return { kind: "balanced", end: at + 1 };
      complete(at + 1);
    } else if (char === ",") {
      expectKey = open.at(-1) === "{";
    } else if (char === ":") {
      expectKey = false;
    }
  }
  return { kind: "cut", closed: text.slice(from, completeEnd) + closers(open, completeDepth) };
}

interface ScannedString {
  /** Behind the closing quote, or undefined when the text ends inside the string. */
  readonly end: number | undefined;
  /** Up to here no escape is cut. */
  readonly readableEnd: number;
}

const UNICODE_ESCAPE_LENGTH = 6;

/** @param from index of the opening quote */
function scanString(text: string, from: number): ScannedString {
  let at = from + 1;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '"') return { end: at + 1, readableEnd: at };
    const length = char !== "\\" ? 1 : text.charAt(at + 1) === "u" ? UNICODE_ESCAPE_LENGTH : 2;
    if (at + length > text.length) break;
    at += length;
  }
  return { end: undefined, readableEnd: at };
}

/** What closes the outermost `depth` of the open brackets. */
function closers(open: readonly string[], depth: number): string {
  return open
    .slice(0, depth)
    .reverse()
    .map((bracket) => (bracket === "{" ? "}" : "]"))
    .join("");
}
