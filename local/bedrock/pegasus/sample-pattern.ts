import { fitsPattern } from "./fits-pattern.ts";

/**
 * A short text that fits a regular expression, or undefined when the expression uses more than literals, classes,
 * groups, alternatives and repetitions. The first choice is always taken.
 */
export function samplePattern(pattern: string): string | undefined {
  const reader: Reader = { source: pattern, at: 0 };
  try {
    const text = alternatives(reader);
    return reader.at === pattern.length && fitsPattern(pattern, text) ? text : undefined;
  } catch {
    return undefined;
  }
}

interface Reader {
  readonly source: string;
  at: number;
}

const CLASSES: Readonly<Record<string, string>> = { d: "0", w: "a", s: " ", D: "a", W: "-", S: "a" };
/** Repetitions beyond this are not written out. */
const MAX_REPEAT = 1000;

function alternatives(reader: Reader): string {
  const first = sequence(reader);
  while (peek(reader) === "|") {
    reader.at++;
    sequence(reader);
  }
  return first;
}

function sequence(reader: Reader): string {
  let text = "";
  for (let next = peek(reader); next !== undefined && next !== "|" && next !== ")"; next = peek(reader)) {
    const one = atom(reader);
    text += one.repeat(repetitions(reader));
  }
  return text;
}

function atom(reader: Reader): string {
  const char = take(reader);
  if (char === "^" || char === "$") return "";
  if (char === ".") return "a";
  if (char === "[") return characterClass(reader);
  if (char === "\\") return escaped(take(reader));
  if (char !== "(") return char;
  if (reader.source.startsWith("?:", reader.at)) reader.at += 2;
  else if (peek(reader) === "?") {
    const named = /^\?<\w+>/.exec(reader.source.slice(reader.at));
    if (named === null) throw new Error("look-around");
    reader.at += named[0].length;
  }
  const text = alternatives(reader);
  if (take(reader) !== ")") throw new Error("open group");
  return text;
}

function characterClass(reader: Reader): string {
  if (peek(reader) === "^") {
    const end = reader.source.indexOf("]", reader.at + 1);
    const excluded = new RegExp(`[${reader.source.slice(reader.at, end)}]`, "u");
    reader.at = end + 1;
    return ["a", "0", " ", "-", "A"].find((char) => excluded.test(char)) ?? "";
  }
  let first = take(reader);
  if (first === "\\") first = escaped(take(reader));
  for (let char = take(reader); char !== "]"; char = take(reader)) if (char === "\\") take(reader);
  return first;
}

function escaped(char: string): string {
  if (char === "b" || char === "B") return "";
  if (/[0-9pPkux]/.test(char)) throw new Error("unsupported escape");
  return CLASSES[char] ?? { n: "\n", t: "\t", r: "\r" }[char] ?? char;
}

function repetitions(reader: Reader): number {
  const rest = reader.source.slice(reader.at);
  const counted = /^\{(\d+)(,\d*)?\}\??/.exec(rest);
  if (counted !== null) {
    reader.at += counted[0].length;
    return Math.min(MAX_REPEAT, Number(counted[1]));
  }
  const simple = /^[*+?]\??/.exec(rest);
  if (simple === null) return 1;
  reader.at += simple[0].length;
  return simple[0].startsWith("+") ? 1 : 0;
}

const peek = ({ source, at }: Reader): string | undefined => source[at];

function take(reader: Reader): string {
  const char = reader.source[reader.at++];
  if (char === undefined) throw new Error("the pattern ends too early");
  return char;
}
