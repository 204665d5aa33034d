import { PermanentError } from "./errors.ts";
import { isWhitespace, MAX_VALUE_BYTES, ValueCapture } from "./output-value.ts";

const BOM = [0xef, 0xbb, 0xbf];
const char = (text: string) => text.charCodeAt(0);

/** What may come next at the level of the document. */
type Place =
  | "start"
  | "firstKey"
  | "key"
  | "colon"
  | "value"
  | "afterValue"
  | "firstItem"
  | "item"
  | "afterItem"
  | "end";

/**
 * The items of an `output.json`, one after another, in memory that does not grow with the file: the file of a long
 * video has well over 100 MB. `data` may be a list or a single item, or its fields may stand at the top; other fields
 * may stand around it.
 * @throws PermanentError OUTPUT_INVALID when the file is cut, is no JSON, or holds no items' place
 */
export async function* readOutput(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<unknown, void, undefined> {
  const reader = new OutputReader();
  for await (const chunk of chunks) {
    yield* reader.read(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  }
  yield* reader.finish();
}

class OutputReader {
  #place: Place = "start";
  #bomBytes = 0;
  #capture: ValueCapture | undefined;
  #key = "";
  #dataSeen = false;
  /** The fields at the top, as long as they may turn out to be those of the only item. */
  readonly #fields = new Map<string, unknown>();
  #fieldBytes = 0;

  /** The items that end in this chunk. */
  *read(chunk: Buffer): Generator<unknown, void, undefined> {
    let at = 0;
    while (at < chunk.length) {
      const byte = chunk[at] ?? 0;
      if (this.#capture === undefined) {
        if (isWhitespace(byte) || this.#isBom(byte)) at++;
        else if (this.#beginsValue(byte)) this.#capture = new ValueCapture(byte);
        else {
          this.#punctuate(byte);
          at++;
        }
        continue;
      }
      const end = this.#capture.advance(chunk, at);
      if (end === undefined) return;
      at = end;
      const { bytes } = this.#capture;
      const value = this.#capture.parse();
      this.#capture = undefined;
      if (this.#take(value, bytes)) yield value;
    }
  }

  /** What only the end of the file decides. */
  *finish(): Generator<unknown, void, undefined> {
    if (this.#place !== "end" || this.#capture)
      throw invalid("The output is cut: it ends before its JSON does.");
    if (this.#dataSeen) return;
    if (!this.#fields.has("embedding")) throw invalid("The output holds no data.");
    yield Object.fromEntries(this.#fields);
  }

  #isBom(byte: number): boolean {
    if (this.#place !== "start" || byte !== BOM[this.#bomBytes]) return false;
    this.#bomBytes++;
    return true;
  }

  /** A value begins here unless the sign is one of punctuation that may stand in its place. */
  #beginsValue(byte: number): boolean {
    if (this.#place === "firstKey" || this.#place === "key") return byte === char('"');
    if (this.#place === "value") return !(this.#key === "data" && byte === char("["));
    if (this.#place === "firstItem") return byte !== char("]");
    return this.#place === "item";
  }

  #punctuate(byte: number): void {
    const next = NEXT_PLACE[this.#place]?.[String.fromCharCode(byte)];
    const isBomCut = this.#bomBytes > 0 && this.#bomBytes < BOM.length;
    if (next === undefined || isBomCut) throw invalid("The output is not JSON.");
    if (this.#place === "value") this.#meetData();
    this.#place = next;
  }

  /** Puts a whole value to its place. True when it is an item. */
  #take(value: unknown, bytes: number): boolean {
    switch (this.#place) {
      case "firstKey":
      case "key":
        this.#key = String(value);
        this.#place = "colon";
        return false;
      case "firstItem":
      case "item":
        this.#place = "afterItem";
        return true;
      default:
        this.#place = "afterValue";
        return this.#takeField(value, bytes);
    }
  }

  #takeField(value: unknown, bytes: number): boolean {
    if (this.#key === "data") {
      if (typeof value !== "object" || value === null)
        throw invalid("The output's data is no list of items.");
      this.#meetData();
      return true;
    }
    if (this.#dataSeen) return false;
    this.#fieldBytes += bytes;
    if (this.#fieldBytes > MAX_VALUE_BYTES) throw invalid("The output begins with too much that is no item.");
    this.#fields.set(this.#key, value);
    return false;
  }

  #meetData(): void {
    // Of two, JSON.parse would take the last: by then the items of the first are stored.
    if (this.#dataSeen) throw invalid("The output holds its data twice.");
    this.#dataSeen = true;
    this.#fields.clear();
  }
}

/** By place and sign, the place behind it. Everything else is an error. */
const NEXT_PLACE: Partial<Record<Place, Readonly<Record<string, Place>>>> = {
  start: { "{": "firstKey" },
  firstKey: { "}": "end" },
  colon: { ":": "value" },
  value: { "[": "firstItem" },
  afterValue: { ",": "key", "}": "end" },
  firstItem: { "]": "afterValue" },
  afterItem: { ",": "item", "]": "afterValue" },
};

const invalid = (message: string) => new PermanentError("OUTPUT_INVALID", message);
