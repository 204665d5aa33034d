import { PermanentError } from "./errors.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const COMMA = 0x2c;

/** An item has 5 to 20 KB; a file in which a value goes on for a megabyte is not one of ours. */
export const MAX_VALUE_BYTES = 1 << 20;

export const isWhitespace = (byte: number) =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * One JSON value that may begin in one chunk and end in a later one. It finds the end by counting brackets of the
 * value's own kind outside strings; JSON.parse then says whether it is JSON. In UTF-8 none of the bytes looked for is
 * part of a longer sign.
 */
export class ValueCapture {
  readonly #open: number;
  readonly #close: number;
  readonly #earlier: Buffer[] = [];
  #earlierBytes = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;

  constructor(firstByte: number) {
    this.#open = firstByte;
    this.#close = firstByte === OPEN_BRACE ? CLOSE_BRACE : firstByte === OPEN_BRACKET ? CLOSE_BRACKET : 0;
  }

  /**
   * Goes on in `chunk` at `from`. Returns the index behind the value, or undefined when it goes on in the next chunk.
   * @throws PermanentError OUTPUT_INVALID when it is too long
   */
  advance(chunk: Buffer, from: number): number | undefined {
    const end = this.#end(chunk, from);
    const bytes = this.#earlierBytes + (end ?? chunk.length) - from;
    if (bytes > MAX_VALUE_BYTES) {
      throw new PermanentError(
        "OUTPUT_INVALID",
        `The output holds a value of more than ${MAX_VALUE_BYTES} bytes.`,
      );
    }
    this.#earlier.push(chunk.subarray(from, end));
    this.#earlierBytes = bytes;
    return end;
  }

  /** The bytes of the value so far. */
  get bytes(): number {
    return this.#earlierBytes;
  }

  /** @throws PermanentError OUTPUT_INVALID when the bytes are no JSON, such as a literal NaN */
  parse(): unknown {
    const [first, ...others] = this.#earlier;
    const bytes = others.length === 0 && first ? first : Buffer.concat(this.#earlier);
    try {
      return JSON.parse(decoder.decode(bytes));
    } catch {
      // The parser's own message would quote the file.
      throw new PermanentError("OUTPUT_INVALID", "The output holds a value that is not JSON.");
    }
  }

  #end(chunk: Buffer, from: number): number | undefined {
    if (this.#close !== 0) return this.#containerEnd(chunk, from);
    return this.#open === QUOTE ? this.#stringEnd(chunk, from) : scalarEnd(chunk, from);
  }

  #stringEnd(chunk: Buffer, from: number): number | undefined {
    // The opening quote comes by here too.
    const start = this.#earlierBytes === 0 && this.#enterString() ? from + 1 : from;
    const end = this.#closingQuote(chunk, start);
    return end < 0 ? undefined : end + 1;
  }

  #enterString(): true {
    this.#inString = true;
    return true;
  }

  /** Almost all bytes of an item are digits: the search for the next sign that counts is left to native code. */
  #containerEnd(chunk: Buffer, from: number): number | undefined {
    let at = from;
    let quote = -1;
    let open = -1;
    let close = -1;
    for (;;) {
      if (this.#inString) {
        const end = this.#closingQuote(chunk, at);
        if (end < 0) return undefined;
        at = end + 1;
      }
      if (quote < at) quote = find(chunk, QUOTE, at);
      if (open < at) open = find(chunk, this.#open, at);
      if (close < at) close = find(chunk, this.#close, at);
      const next = Math.min(quote, open, close);
      if (next === chunk.length) return undefined;
      at = next + 1;
      if (next === quote) this.#inString = true;
      else if (next === open) this.#depth++;
      else if (--this.#depth === 0) return at;
    }
  }

  /** Index of the quote that ends the string, or -1 when it is not in this chunk. */
  #closingQuote(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      if (this.#escaped) this.#escaped = false;
      else if (chunk[at] === BACKSLASH) this.#escaped = true;
      else if (chunk[at] === QUOTE) {
        this.#inString = false;
        return at;
      }
    }
    return -1;
  }
}

/** Index of the byte, or the length of the chunk when it is not there. */
function find(chunk: Buffer, byte: number, from: number): number {
  const index = chunk.indexOf(byte, from);
  return index < 0 ? chunk.length : index;
}

/** Numbers, true, false and null end where something else begins. */
function scalarEnd(chunk: Buffer, from: number): number | undefined {
  for (let at = from; at < chunk.length; at++) {
    const byte = chunk[at] ?? 0;
    if (byte === COMMA || byte === CLOSE_BRACKET || byte === CLOSE_BRACE || isWhitespace(byte)) return at;
  }
  return undefined;
}
