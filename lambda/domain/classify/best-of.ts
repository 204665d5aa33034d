/** Keeps the first of many in an order, and never more than twice as many as are wanted. */
export class BestOf<Item> {
  readonly #most: number;
  readonly #order: (a: Item, b: Item) => number;
  #items: Item[] = [];

  /** @param order negative when `a` comes before `b`; of two that are equal the earlier added one comes first */
  constructor(most: number, order: (a: Item, b: Item) => number) {
    this.#most = most;
    this.#order = order;
  }

  add(item: Item): void {
    this.#items.push(item);
    // Sorted only when as many again have come: a logarithm of comparisons for each, whatever the order they come in.
    if (this.#items.length > 2 * this.#most) this.#cut();
  }

  /** At most as many as are wanted, in their order. */
  sorted(): readonly Item[] {
    this.#cut();
    return this.#items;
  }

  #cut(): void {
    this.#items = this.#items.sort(this.#order).slice(0, this.#most);
  }
}
