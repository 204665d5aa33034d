import { PythonError, pythonTokens, type TextPiece, type Token } from "./python-tokens.ts";

/** A value that stands elsewhere in the program: only its name is known. */
export class Variable {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A text of which some parts are known. */
export class JoinedText {
  readonly parts: readonly (string | Variable)[];

  constructor(parts: readonly (string | Variable)[]) {
    this.parts = parts;
  }
}

export type PythonValue =
  | null
  | boolean
  | number
  | string
  | Variable
  | JoinedText
  | readonly PythonValue[]
  | { readonly [field: string]: PythonValue };

/**
 * Reads a Python literal as people write the body of a request: a dict with comments, trailing commas, all kinds of
 * texts, names of variables, and perhaps `data =` before it. Where several are assigned, the first dict counts.
 * @throws PythonError for what is no literal
 */
export function pythonValue(source: string): PythonValue {
  return new Reader(pythonTokens(source)).document();
}

/** Calls that only change the form of their argument. */
const CONVERSIONS = new Set(["str", "int", "float", "bool", "list", "tuple", "dict", "set", "dumps"]);
const CONSTANTS: Readonly<Record<string, PythonValue>> = {
  True: true,
  False: false,
  None: null,
  true: true,
  false: false,
  null: null,
};

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  document(): PythonValue {
    const values: PythonValue[] = [];
    do {
      this.#skipAssignment();
      values.push(this.#sum());
    } while (this.#isAssignment());
    const { kind, line } = this.#peek();
    if (kind !== "end") throw new PythonError("something follows the value", line);
    return values.find(isDict) ?? values[0] ?? null;
  }

  #peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? { kind: "end", line: 0 };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #isSign(sign: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token.kind === "sign" && token.sign === sign;
  }

  #takeSign(sign: string): boolean {
    const found = this.#isSign(sign);
    if (found) this.#at++;
    return found;
  }

  #needSign(sign: string): void {
    const { line } = this.#peek();
    if (!this.#takeSign(sign)) throw new PythonError(`"${sign}" is missing`, line);
  }

  #isAssignment = () => this.#peek().kind === "name" && this.#isSign("=", 1);

  #skipAssignment(): void {
    if (this.#isAssignment()) this.#at += 2;
  }

  #sum(): PythonValue {
    let value = this.#operand();
    for (;;) {
      // Texts that follow each other are one text.
      const isNextText = this.#peek().kind === "text" && isText(value);
      if (!isNextText && !this.#takeSign("+")) return value;
      value = joined(value, this.#operand(), this.#peek().line);
    }
  }

  #operand(): PythonValue {
    const token = this.#next();
    switch (token.kind) {
      case "text":
        return this.#textWithTrailers(token.pieces);
      case "number":
        return token.value;
      case "name":
        return token.name in CONSTANTS ? (CONSTANTS[token.name] ?? null) : this.#variable(token.name);
      case "end":
        throw new PythonError("a value is missing", token.line);
      case "sign":
        return this.#signed(token.sign, token.line);
    }
  }

  #signed(sign: string, line: number): PythonValue {
    if (sign === "{") return this.#braces();
    if (sign === "[") return this.#items("]");
    if (sign === "(") return this.#parentheses();
    const number = sign === "-" || sign === "+" ? this.#operand() : undefined;
    if (typeof number === "number") return sign === "-" ? -number : number;
    throw new PythonError(`"${sign}" stands where a value belongs`, line);
  }

  /** A method of a text, such as `.strip()`, changes nothing that matters here. */
  #textWithTrailers(pieces: readonly TextPiece[]): PythonValue {
    while (this.#takeSign(".")) {
      this.#next();
      if (this.#takeSign("(")) this.#items(")");
    }
    return textOf(pieces.map((piece) => (typeof piece === "string" ? piece : variableIn(piece.expression))));
  }

  /** A name with everything behind it, called by the last thing that says what it is. */
  #variable(first: string): PythonValue {
    let name = first;
    for (;;) {
      if (this.#takeSign(".")) {
        const token = this.#next();
        if (token.kind !== "name") throw new PythonError("a name is missing", token.line);
        // Not `get` or `json`: what is got says more.
        if (!this.#isSign("(")) name = token.name;
        else if (token.name === "dumps") name = token.name;
      } else if (this.#takeSign("[")) {
        name = toldBy(this.#items("]"), name);
      } else if (this.#takeSign("(")) {
        const given = this.#items(")");
        if (CONVERSIONS.has(name)) return given[0] ?? null;
        name = toldBy(given, name);
      } else return new Variable(name);
    }
  }

  #parentheses(): PythonValue {
    const items = this.#items(")");
    const wasTuple = this.#tokens[this.#at - 2];
    const [only] = items;
    const isTuple = wasTuple?.kind === "sign" && wasTuple.sign === ",";
    return items.length === 1 && !isTuple ? (only ?? null) : items;
  }

  /** Values up to the closing sign; the name of a keyword argument is left out. */
  #items(close: string): PythonValue[] {
    const items: PythonValue[] = [];
    while (!this.#takeSign(close)) {
      this.#skipAssignment();
      items.push(this.#sum());
      if (!this.#isSign(close)) this.#needSign(",");
    }
    return items;
  }

  #braces(): PythonValue {
    const fields: [string, PythonValue][] = [];
    while (!this.#takeSign("}")) {
      const { line } = this.#peek();
      const key = this.#sum();
      if (!this.#isSign(":") && fields.length === 0) return this.#set(key);
      this.#needSign(":");
      if (typeof key !== "string" && !(key instanceof Variable))
        throw new PythonError("the name of a field is no text", line);
      fields.push([typeof key === "string" ? key : key.name, this.#sum()]);
      if (!this.#isSign("}")) this.#needSign(",");
    }
    return Object.fromEntries(fields);
  }

  #set(first: PythonValue): PythonValue {
    if (!this.#isSign("}")) this.#needSign(",");
    return [first, ...this.#items("}")];
  }
}

const isText = (value: PythonValue) => typeof value === "string" || value instanceof JoinedText;

export const isDict = (value: PythonValue): value is { readonly [field: string]: PythonValue } =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Variable) &&
  !(value instanceof JoinedText);

/** A text among the arguments names what is asked for: `os.getenv("INDEX_ID")`, `answer["video_id"]`. */
function toldBy(given: readonly PythonValue[], otherwise: string): string {
  const text = given.find((value) => typeof value === "string");
  return text === undefined ? otherwise : text;
}

/** What stands between the braces of an f-string may be any expression: one that is no name is only known as a text. */
function variableIn(expression: string): string | Variable {
  try {
    const value = pythonValue(`(${expression})`);
    if (value instanceof Variable || typeof value === "string") return value;
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
  }
  return new Variable("text");
}

function textOf(parts: readonly (string | Variable)[]): string | JoinedText {
  return parts.every((part) => typeof part === "string") ? parts.join("") : new JoinedText(parts);
}

function joined(a: PythonValue, b: PythonValue, line: number): PythonValue {
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (typeof a === "number" && typeof b === "number") return a + b;
  const [first, second] = [partsOf(a), partsOf(b)];
  if (first === undefined || second === undefined)
    throw new PythonError("these values cannot be added", line);
  return textOf([...first, ...second]);
}

function partsOf(value: PythonValue): readonly (string | Variable)[] | undefined {
  if (typeof value === "string" || value instanceof Variable) return [value];
  return value instanceof JoinedText ? value.parts : undefined;
}
