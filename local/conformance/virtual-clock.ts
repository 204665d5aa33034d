import type { Clock } from "../clock.ts";

/** Turns of the event loop in which nothing may sleep anew before time moves on. */
const QUIET_TURNS = 12;

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock whose time jumps to the next sleeper whenever the program has nothing else to do. */
export class VirtualClock implements Clock {
  #nowMs: number;
  #sleepers: Sleeper[] = [];
  #quiet = 0;
  #pumping = false;

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper: Sleeper = { atMs: this.#nowMs + Math.max(0, ms), wake };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", wake, { once: true });
      this.stir();
    });
  }

  /** Whether nobody waits for time to pass. */
  get idle(): boolean {
    return this.#sleepers.length === 0;
  }

  /** Something happened: time stands still a little longer. */
  stir(): void {
    this.#quiet = 0;
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => this.#pump());
  }

  #pump(): void {
    if (this.#sleepers.length === 0) {
      this.#pumping = false;
      return;
    }
    if (++this.#quiet > QUIET_TURNS) {
      this.#quiet = 0;
      const nextMs = Math.min(...this.#sleepers.map(({ atMs }) => atMs));
      this.#nowMs = Math.max(this.#nowMs, nextMs);
      // What is due at the same time happens at the same time: one must not forestall the other.
      for (const sleeper of this.#sleepers.filter(({ atMs }) => atMs <= this.#nowMs)) sleeper.wake();
    }
    setImmediate(() => this.#pump());
  }
}
