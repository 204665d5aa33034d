/** Vectors of unit length to search in: of the same size and seed always the same ones. */
export interface Library {
  readonly dimension: number;
  readonly count: number;
  /** Row after row, without padding. */
  readonly numbers: Float32Array;
}

export function makeLibrary(count: number, dimension: number, seed: number): Library {
  const next = scatter(seed);
  const numbers = new Float32Array(count * dimension);
  for (let row = 0; row < count; row++) {
    const vector = numbers.subarray(row * dimension, (row + 1) * dimension);
    for (let i = 0; i < dimension; i++) vector[i] = next();
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    for (let i = 0; i < dimension; i++) vector[i] = (vector[i] ?? 0) / length;
  }
  return { dimension, count, numbers };
}

export function rowOf({ numbers, dimension }: Library, row: number): Float32Array {
  return numbers.subarray(row * dimension, (row + 1) * dimension);
}

export const bytesOf = ({ numbers }: Library) => numbers.byteLength;

/** The same numbers between -1 and 1 at every run (mulberry32). */
function scatter(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}
