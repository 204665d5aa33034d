/** A row of a matrix, and its dot product with a query. */
export interface Neighbour {
  readonly row: number;
  readonly similarity: number;
}

export interface Choice {
  /** Rows that may be chosen, all unless given. Asked only about rows that would be chosen otherwise. */
  readonly accept?: ((row: number) => boolean) | undefined;
  /** Least similarity to be chosen; none unless given. */
  readonly floor?: number | undefined;
  /** Order of two rows with equal similarity, negative when `a` comes first; ascending rows unless given. */
  readonly tie?: ((a: number, b: number) => number) | undefined;
}

/**
 * The `k` rows of greatest similarity, greatest first: what sorting all of them would put first, without a list as long
 * as the matrix. A heap holds the chosen rows with the worst on top.
 *
 * @param similarities one for each row, without NaN
 * @param k most rows that are wanted
 * @throws RangeError when `k` is no whole number from 0 on
 */
export function topK(similarities: Float32Array, k: number, choice: Choice = {}): Neighbour[] {
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`${k} is no number of rows`);
  const { accept, floor = Number.NEGATIVE_INFINITY, tie = (a, b) => a - b } = choice;
  const of = (row: number) => similarities[row] as number;
  const order = (a: number, b: number) => of(b) - of(a) || tie(a, b);
  if (k === 0) return [];
  const heap: number[] = [];
  let bound = floor;
  for (let row = 0; row < similarities.length; row++) {
    // Most rows of a scan end here.
    if (!(of(row) >= bound)) continue;
    const isFull = heap.length === k;
    if (isFull && order(heap[0] as number, row) <= 0) continue;
    if (accept && !accept(row)) continue;
    if (isFull) {
      heap[0] = row;
      sink(heap, order);
    } else {
      heap.push(row);
      rise(heap, order);
    }
    if (heap.length === k) bound = of(heap[0] as number);
  }
  return heap.sort(order).map((row) => ({ row, similarity: of(row) }));
}

type Order = (a: number, b: number) => number;

/** Moves the last entry up until the one above it is worse. */
function rise(heap: number[], order: Order): void {
  for (let i = heap.length - 1; i > 0; ) {
    const parent = (i - 1) >> 1;
    if (order(heap[parent] as number, heap[i] as number) >= 0) return;
    swap(heap, i, parent);
    i = parent;
  }
}

/** Moves the top entry down until both below it are better. */
function sink(heap: number[], order: Order): void {
  for (let i = 0; ; ) {
    let worst = i;
    for (const child of [2 * i + 1, 2 * i + 2]) {
      if (child < heap.length && order(heap[worst] as number, heap[child] as number) < 0) worst = child;
    }
    if (worst === i) return;
    swap(heap, i, worst);
    i = worst;
  }
}

function swap(heap: number[], i: number, j: number): void {
  const kept = heap[i] as number;
  heap[i] = heap[j] as number;
  heap[j] = kept;
}
