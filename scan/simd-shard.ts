import { createKernel } from "./kernel.ts";
import { blockRows, type Engine } from "./shard.ts";

/** A shard ends long before 2 GiB, where an address would turn negative as a signed 32-bit number. */
const MAX_BYTES = 2 ** 30;
/** The unit in which WebAssembly counts memory. */
const PAGE_BYTES = 64 * 1024;
/**
 * Memory grows by this share of itself at least: every growth costs a collection of garbage. What is not written to
 * takes up no room on the machine.
 */
const GROWTH = 1 / 2;
/** Queries that the memory has room for. More are done in groups, each of which reads the rows again. */
const GROUP = 32;

/**
 * Rows in the memory of a WebAssembly kernel: queries at its beginning, then the products of a block, then the rows.
 * @throws Error where `canRunKernel` is false
 */
export const simdShard: Engine = (stride) => {
  const { memory, dotProducts } = createKernel();
  const rowBytes = stride * Float32Array.BYTES_PER_ELEMENT;
  const block = blockRows(stride);
  const outAt = GROUP * rowBytes;
  // A multiple of 64, so that no load of 16 bytes crosses a line of the cache.
  const rowsAt = outAt + Math.ceil((block * Float32Array.BYTES_PER_ELEMENT) / 64) * 64;
  const numbers = (at: number, count: number) => new Float32Array(memory.buffer, at, count);
  return {
    capacity: Math.max(1, Math.floor((MAX_BYTES - rowsAt) / rowBytes)),
    reserve(rows) {
      const missing = Math.ceil((rowsAt + rows * rowBytes - memory.buffer.byteLength) / PAGE_BYTES);
      const spare = Math.ceil((memory.buffer.byteLength / PAGE_BYTES) * GROWTH);
      if (missing > 0) memory.grow(Math.max(missing, spare));
    },
    row: (row) => numbers(rowsAt + row * rowBytes, stride),
    dotProducts(queries, out) {
      const rows = out[0]?.length ?? 0;
      for (let first = 0; first < queries.length; first += GROUP) {
        const group = queries.slice(first, first + GROUP);
        for (const [n, query] of group.entries()) numbers(n * rowBytes, query.length).set(query);
        for (let row = 0; row < rows; row += block) {
          const count = Math.min(block, rows - row);
          for (let n = 0; n < group.length; n++) {
            dotProducts(n * rowBytes, rowsAt + row * rowBytes, rowBytes, count, outAt);
            out[first + n]?.set(numbers(outAt, count), row);
          }
        }
      }
    },
  };
};
