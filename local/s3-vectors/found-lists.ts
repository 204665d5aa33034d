/** Lists that are kept at a time: queries whose pages are being followed. */
const MAX_LISTS = 8;

/** What the last queries found, so that a further page costs no scan of its own. */
export class FoundLists<Hit> {
  // A Map keeps the order in which keys were put in.
  readonly #kept = new Map<string, readonly Hit[]>();

  /** @param identity of the query @param find is asked when the list is not kept any more */
  of(identity: string, find: () => readonly Hit[]): readonly Hit[] {
    const hits = this.#kept.get(identity) ?? find();
    this.#kept.delete(identity);
    this.#kept.set(identity, hits);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_LISTS && oldest !== undefined) this.#kept.delete(oldest);
    return hits;
  }

  /** After a change no list stands any more: the next page shows what is there then. */
  forget(): void {
    this.#kept.clear();
  }
}
