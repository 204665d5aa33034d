import type { Json } from "../step-functions/json.ts";

/** JSON with comments, trailing commas, single quotes and keys without quotes. */
export function parseJson5(source: string): Json {
  const reader = new Reader(source);
  const value = reader.value();
  reader.end();
  return value;
}

const TOKEN = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|[{}[\],:]|[^\s{}[\],:"'/]+/y;
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  value(): Json {
    const token = this.#next();
    if (token === "{") return this.#object();
    if (token === "[") return this.#array();
    if (token.startsWith('"')) return JSON.parse(token);
    if (token.startsWith("'")) return unquote(token);
    return JSON.parse(token);
  }

  end(): void {
    this.#skip();
    if (this.#at < this.#source.length) throw new SyntaxError(`text after the value at ${this.#at}`);
  }

  #object(): Json {
    const members: Record<string, Json> = {};
    while (this.#peek() !== "}") {
      const key = this.#next();
      const name = key.startsWith('"')
        ? (JSON.parse(key) as string)
        : key.startsWith("'")
          ? unquote(key)
          : key;
      this.#expect(":");
      members[name] = this.value();
      if (this.#peek() !== "}") this.#expect(",");
    }
    this.#next();
    return members;
  }

  #array(): Json {
    const elements: Json[] = [];
    while (this.#peek() !== "]") {
      elements.push(this.value());
      if (this.#peek() !== "]") this.#expect(",");
    }
    this.#next();
    return elements;
  }

  #expect(token: string): void {
    const found = this.#next();
    if (found !== token) throw new SyntaxError(`expected ${token} but found ${found} at ${this.#at}`);
  }

  #peek(): string {
    const at = this.#at;
    const token = this.#next();
    this.#at = at;
    return token;
  }

  #next(): string {
    this.#skip();
    TOKEN.lastIndex = this.#at;
    const token = TOKEN.exec(this.#source)?.[0];
    if (token === undefined) throw new SyntaxError(`no value at ${this.#at}`);
    this.#at += token.length;
    return token;
  }

  #skip(): void {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.#source)?.[0].length ?? 0;
  }
}

function unquote(text: string): string {
  const inner = text
    .slice(1, -1)
    .replace(/\\'/g, "'")
    .replace(/(?<!\\)"/g, '\\"');
  return JSON.parse(`"${inner}"`);
}
