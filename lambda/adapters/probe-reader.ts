import type { VideoBytes } from "../ports.ts";

/** How much of an object may be read, so that a hostile file cannot make us download all of it. */
export interface ReadBudget {
  readonly reads: number;
  readonly bytes: number;
  /** Bytes of one read, at least: what lies around is mostly asked for next. */
  readonly blockBytes: number;
  /** Time between the reads: what the file makes its reader do. A slow store is not the file's fault. */
  readonly busyMs: number;
}

/** Blocks that are kept: sound and picture lie in different places, and the index in a third. */
const KEPT_BLOCKS = 16;

/** A reader that asks for the same bytes so often in a row goes round in circles. */
const MAX_REPEATS = 100;

/** Reads an object in aligned blocks, keeps the latest ones, and counts against a budget. */
export class ProbeReader {
  /** The first failure of the object's own read. What others throw after it is only its echo. */
  failure: unknown;
  /** Whether more was asked for than the budget holds. */
  isExceeded = false;
  readonly #object: VideoBytes;
  #budget: ReadBudget;
  readonly #blocks = new Map<number, Uint8Array>();
  #reads = 0;
  #bytes = 0;
  #grantedAt = Date.now();
  #waitedMs = 0;
  #latest = "";
  #repeats = 0;

  constructor(object: VideoBytes, budget: ReadBudget) {
    this.#object = object;
    this.#budget = budget;
  }

  /** Goes on with a budget of its own. */
  grant(budget: ReadBudget): void {
    if (budget.blockBytes !== this.#budget.blockBytes) this.#blocks.clear();
    this.#budget = budget;
    this.#grantedAt = Date.now();
    this.#waitedMs = 0;
    this.#reads = 0;
    this.#bytes = 0;
  }

  /** Bytes from `start` to before `end`. Throws when the budget is used up, and what the object's read throws. */
  async read(start: number, end: number): Promise<Uint8Array> {
    const { blockBytes, busyMs } = this.#budget;
    // Asked here and not before fetching alone: kept blocks can keep a reader busy for ever.
    this.#require(Date.now() - this.#grantedAt - this.#waitedMs <= busyMs);
    this.#countRepeats(`${start}-${end}`);
    const first = Math.floor(start / blockBytes);
    const last = Math.floor((end - 1) / blockBytes);
    if (last - first >= KEPT_BLOCKS) return this.#fetch(start, end);
    const result = new Uint8Array(end - start);
    for (let index = first; index <= last; index++) {
      const block = await this.#block(index);
      const blockStart = index * blockBytes;
      const from = Math.max(start, blockStart);
      const until = Math.min(end, blockStart + block.length);
      result.set(block.subarray(from - blockStart, until - blockStart), from - start);
    }
    return result;
  }

  #countRepeats(range: string): void {
    this.#repeats = range === this.#latest ? this.#repeats + 1 : 0;
    this.#latest = range;
    this.#require(this.#repeats < MAX_REPEATS);
  }

  async #block(index: number): Promise<Uint8Array> {
    const { blockBytes } = this.#budget;
    const kept = this.#blocks.get(index);
    const start = index * blockBytes;
    const block = kept ?? (await this.#fetch(start, Math.min(start + blockBytes, this.#object.sizeBytes)));
    // Set again to be the latest: a Map keeps the order of insertion.
    this.#blocks.delete(index);
    this.#blocks.set(index, block);
    const oldest = this.#blocks.keys().next();
    if (this.#blocks.size > KEPT_BLOCKS && !oldest.done) this.#blocks.delete(oldest.value);
    return block;
  }

  async #fetch(start: number, end: number): Promise<Uint8Array> {
    this.#reads += 1;
    this.#bytes += end - start;
    this.#require(this.#reads <= this.#budget.reads && this.#bytes <= this.#budget.bytes);
    const startedAt = Date.now();
    try {
      const data = await this.#object.read(start, end);
      if (data.length === end - start) return data;
      throw new Error(`the object gave ${data.length} bytes where ${end - start} were asked for`);
    } catch (error) {
      this.failure ??= error;
      throw error;
    } finally {
      this.#waitedMs += Date.now() - startedAt;
    }
  }

  #require(isWithin: boolean): void {
    if (isWithin) return;
    this.isExceeded = true;
    throw new RangeError("more would have to be read than is worth it");
  }
}
