import { storable } from "../answer-text.ts";

/** Turns the pieces of an answer as they come into the pieces that are shown and stored; both join to one text. */
export interface TextFilter {
  push(piece: string): string;
  /** What was held back. */
  end(): string;
}

/** Text that every store can hold. A piece that ends inside a surrogate pair waits for the other half. */
export function plainText(): TextFilter {
  let held = "";
  return {
    push(piece) {
      const text = held + piece;
      const isCut = (text.charCodeAt(text.length - 1) & 0xfc00) === 0xd800;
      held = isCut ? text.slice(-1) : "";
      return storable(isCut ? text.slice(0, -1) : text);
    },
    end: () => storable(held),
  };
}

/**
 * The first JSON value of a text that begins with this bracket, without what stands around it: models wrap their
 * answers in prose and code fences. It looks at brackets and strings only; whether the result is JSON is for JSON.parse
 * to say. The rest of an answer that was cut inside the value is kept as it is.
 */
export function jsonOnly(opening: "{" | "["): TextFilter {
  const plain = plainText();
  const scanner = new ValueScanner(opening);
  return {
    push: (piece) => scanner.take(plain.push(piece)),
    end: () => scanner.take(plain.end()),
  };
}

class ValueScanner {
  readonly #opening: string;
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  #isDone = false;

  constructor(opening: string) {
    this.#opening = opening;
  }

  take(text: string): string {
    if (this.#isDone) return "";
    const from = this.#depth > 0 ? 0 : text.indexOf(this.#opening);
    if (from < 0) return "";
    let at = from;
    while (at < text.length && !this.#isDone) this.#see(text.charAt(at++));
    return text.slice(from, at);
  }

  #see(character: string): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (this.#isText) {
      if (character === "\\") this.#isEscaped = true;
      else if (character === '"') this.#isText = false;
    } else if (character === '"') this.#isText = true;
    else if (character === "{" || character === "[") this.#depth++;
    else if (character === "}" || character === "]") this.#isDone = --this.#depth === 0;
  }
}

/** UTF-16 units in a piece of an answer that is shown again: a sentence or two. */
const PIECE_LENGTH = 200;

/** A stored text in pieces, no pair of surrogates cut in two. */
export function inPieces(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    let end = Math.min(from + PIECE_LENGTH, text.length);
    const cutsPair = end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
    if (cutsPair) end--;
    pieces.push(text.slice(from, end));
    from = end;
  }
  return pieces;
}
