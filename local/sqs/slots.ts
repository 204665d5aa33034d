/** A number of places, for batches in flight. */
export class Slots {
  #free: number;
  readonly #size: number;
  #closed = false;
  #waiting: (() => void)[] = [];

  constructor(size: number) {
    this.#size = size;
    this.#free = size;
  }

  /** Takes a place, when there is one. False once closed. */
  async take(): Promise<boolean> {
    while (this.#free === 0 && !this.#closed) await this.#change();
    if (this.#closed) return false;
    this.#free--;
    return true;
  }

  free(): void {
    this.#free++;
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** Resolves when all places are free. */
  async idle(): Promise<void> {
    while (this.#free < this.#size) await this.#change();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
