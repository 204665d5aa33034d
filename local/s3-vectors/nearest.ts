/** A vector that a scan came across. */
export interface Hit {
  readonly key: string;
  readonly distance: number;
}

/** Nearer first; equal distances in the order of the keys, so that the same query always gives the same list. */
export function isNearer(a: Hit, b: Hit): boolean {
  return a.distance < b.distance || (a.distance === b.distance && a.key < b.key);
}

/** Keeps the `limit` nearest of all hits that are offered: a heap with the farthest of them on top. */
export class Nearest {
  readonly #limit: number;
  readonly #heap: Hit[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Beyond this distance a hit cannot get in any more. */
  get bound(): number {
    return this.#heap.length < this.#limit ? Number.POSITIVE_INFINITY : (this.#heap[0]?.distance ?? 0);
  }

  offer(hit: Hit): void {
    const heap = this.#heap;
    if (heap.length < this.#limit) {
      heap.push(hit);
      this.#up(heap.length - 1);
    } else if (heap[0] && isNearer(hit, heap[0])) {
      heap[0] = hit;
      this.#down(0);
    }
  }

  sorted(): Hit[] {
    return [...this.#heap].sort((a, b) => (isNearer(a, b) ? -1 : 1));
  }

  #up(start: number): void {
    for (let i = start; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!this.#isFarther(i, parent)) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  #down(start: number): void {
    for (let i = start; ; ) {
      let farthest = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < this.#heap.length && this.#isFarther(child, farthest)) farthest = child;
      }
      if (farthest === i) return;
      this.#swap(i, farthest);
      i = farthest;
    }
  }

  #isFarther(i: number, j: number): boolean {
    return isNearer(this.#heap[j] as Hit, this.#heap[i] as Hit);
  }

  #swap(i: number, j: number): void {
    const kept = this.#heap[i] as Hit;
    this.#heap[i] = this.#heap[j] as Hit;
    this.#heap[j] = kept;
  }
}
