/** A piece of a text: what is written, or the expression between the braces of an f-string. */
export type TextPiece = string | { readonly expression: string };

export type Token =
  | { readonly kind: "text"; readonly pieces: readonly TextPiece[]; readonly line: number }
  | { readonly kind: "number"; readonly value: number; readonly line: number }
  | { readonly kind: "name"; readonly name: string; readonly line: number }
  | { readonly kind: "sign"; readonly sign: string; readonly line: number }
  | { readonly kind: "end"; readonly line: number };

/** The text is no Python that this reader knows; the message says where. */
export class PythonError extends Error {
  override readonly name = "PythonError";

  constructor(what: string, line: number) {
    super(`line ${line}: ${what}`);
  }
}

/** Blanks, comments and lines that go on behind a backslash. */
const SKIPPED = /(?:\s|\\\r?\n|#[^\n]*)+/y;
const OPENING = /([rRbBuUfF]{0,2})("""|'''|"|')/y;
const NUMBER = /(?:0[xX][\da-fA-F]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const SIGN = /\*\*|[[\]{}(),:+\-=.*%|]/y;

/** @throws PythonError for a text without an end and for signs of no literal */
export function pythonTokens(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(SKIPPED);
    const line = lineAt(source, at);
    if (at >= source.length) return [...tokens, { kind: "end", line }];
    const opening = take(OPENING);
    if (opening !== null) {
      const [, prefix = "", quote = ""] = opening;
      const close = closingQuote(source, at, quote);
      if (close === undefined) throw new PythonError("a text has no end", line);
      tokens.push({ kind: "text", pieces: textPieces(source.slice(at, close), prefix.toLowerCase()), line });
      at = close + quote.length;
      continue;
    }
    const number = take(NUMBER)?.[0];
    const name = number === undefined ? take(NAME)?.[0] : undefined;
    const sign = number === undefined && name === undefined ? take(SIGN)?.[0] : undefined;
    if (number !== undefined)
      tokens.push({ kind: "number", value: Number(number.replaceAll("_", "")), line });
    else if (name !== undefined) tokens.push({ kind: "name", name, line });
    else if (sign !== undefined) tokens.push({ kind: "sign", sign, line });
    else throw new PythonError(`"${source[at]}" cannot be read`, line);
  }
}

const lineAt = (source: string, at: number) => source.slice(0, at).split("\n").length;

function closingQuote(source: string, from: number, quote: string): number | undefined {
  for (let at = from; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source.startsWith(quote, at)) return at;
    else if (source[at] === "\n" && quote.length === 1) return undefined;
  }
  return undefined;
}

function textPieces(content: string, prefix: string): TextPiece[] {
  const decode = prefix.includes("r") ? (text: string) => text : unescaped;
  return prefix.includes("f") ? formatted(content, decode) : [decode(content)];
}

/** What stands between single braces is an expression, without its conversion and format. */
function formatted(content: string, decode: (text: string) => string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let text = "";
  for (let at = 0; at < content.length; at++) {
    const sign = content[at] ?? "";
    if ((sign === "{" || sign === "}") && content[at + 1] === sign) {
      text += sign;
      at++;
    } else if (sign === "{") {
      const end = content.indexOf("}", at);
      if (end < 0) return [decode(text + content.slice(at))];
      const expression = content.slice(at + 1, end).replace(/![rsa]$|(?:![rsa])?:[^"'\]]*$/, "");
      pieces.push(decode(text), { expression });
      text = "";
      at = end;
    } else text += sign;
  }
  return [...pieces, decode(text)].filter((piece) => piece !== "");
}

const SHORT: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\u0007",
  "0": "\0",
};
const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(\r?\n)|([\s\S]))/g;

function unescaped(text: string): string {
  return text.replace(
    ESCAPE,
    (whole, x?: string, u?: string, long?: string, newLine?: string, sign?: string) => {
      const code = x ?? u ?? long;
      if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
      if (newLine !== undefined) return "";
      if (sign === undefined) return whole;
      // Python keeps the backslash of an escape that it does not know.
      return SHORT[sign] ?? (`\\'"`.includes(sign) ? sign : whole);
    },
  );
}
