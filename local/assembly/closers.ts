/** What has to be closed, in the order in which it was opened. */
export class Closers {
  readonly #steps: (() => Promise<void>)[] = [];
  #closed: Promise<void> | undefined;

  add(close: () => Promise<void>): void {
    this.#steps.push(close);
  }

  /**
   * Closes everything once, the last first; a second call waits for the same. A step that fails does not keep the
   * others open.
   * @throws the first failure, after all steps
   */
  close(): Promise<void> {
    this.#closed ??= this.#closeAll();
    return this.#closed;
  }

  async #closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.toReversed()) await step().catch((error) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}
