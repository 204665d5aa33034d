import { performance } from "node:perf_hooks";

/** The whole of a search, among its parts. */
export const WHOLE = "the whole";
/** The one part that goes on beside the others. */
export const ALONGSIDE = "counting the pool, alongside";
/** What the whole takes beyond the other parts. */
export const REST = "the rest: ranking, fusing, JSON";

/** Adds up what the parts of one search wait for, and keeps the sums of many. */
export class Stopwatch {
  readonly #kept = new Map<string, number[]>();
  #current = new Map<string, number>();

  begin(): void {
    this.#current = new Map();
  }

  /** @param wholeMs of the search that began last */
  end(wholeMs: number): void {
    const parts = [...this.#current];
    const waitedMs = parts.reduce((sum, [part, ms]) => (part === ALONGSIDE ? sum : sum + ms), 0);
    for (const [part, ms] of [...parts, [REST, wholeMs - waitedMs] as const, [WHOLE, wholeMs] as const])
      this.#kept.set(part, [...(this.#kept.get(part) ?? []), ms]);
  }

  clear(): void {
    this.#kept.clear();
  }

  async time<T>(part: string, work: Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work;
    } finally {
      this.#add(part, performance.now() - started);
    }
  }

  /** Counts the waiting for items, not what is done with them. */
  async *walk<T>(part: string, items: AsyncIterable<T>): AsyncGenerator<T> {
    const iterator = items[Symbol.asyncIterator]();
    try {
      for (;;) {
        const item = await this.time(part, iterator.next());
        if (item.done) return;
        yield item.value;
      }
    } finally {
      await iterator.return?.();
    }
  }

  parts(): Record<string, number[]> {
    return Object.fromEntries(this.#kept);
  }

  #add(part: string, ms: number): void {
    this.#current.set(part, (this.#current.get(part) ?? 0) + ms);
  }
}
