import { performance } from "node:perf_hooks";
import wabt from "wabt";
import { webAssembly } from "../../scan/web-assembly.ts";

/** Far more than any cache holds. */
const BYTES = 512 * 2 ** 20;
const TIMES = 5;
/** Places at which the memory is read at the same time: which number is fastest depends on the processor. */
const STREAMS = [1, 2, 4];

/** Reads a buffer once, and gives how many bytes a second it was, at best over the ways to read it. */
export type Reader = () => number;

/**
 * How fast one thread reads memory when it does almost nothing with it: 16 bytes at a time, in the same WebAssembly as
 * the kernel's. No scan can be faster than this unless its rows fit into a cache.
 */
export async function createReader(): Promise<Reader> {
  if (!webAssembly) throw new Error("WebAssembly is switched off.");
  const module = (await wabt()).parseWat("read.wat", source(), { simd: true });
  const { exports } = new webAssembly.Instance(new webAssembly.Module(module.toBinary({}).buffer));
  module.destroy();
  const { memory, ...ways } = exports as { memory: { buffer: ArrayBuffer } } & Record<string, () => number>;
  // Pages that were never written to are all one page of zeros, which would be read from the cache.
  new Uint8Array(memory.buffer).fill(1);
  return () => {
    let best = Number.POSITIVE_INFINITY;
    for (let time = 0; time < TIMES; time++) {
      for (const way of Object.values(ways)) {
        const started = performance.now();
        way();
        best = Math.min(best, performance.now() - started);
      }
    }
    return BYTES / (best / 1000);
  };
}

const source = () => `(module
  (memory (export "memory") ${BYTES / 65_536})
  ${STREAMS.map(readFunction).join("\n")})`;

/** Each stream takes a part of the memory, 64 bytes a turn; the result keeps the loads from being left out. */
function readFunction(streams: number): string {
  const all = Array.from({ length: streams * 4 }, (_, n) => n);
  const addressOf = (n: number) => Math.floor(n / 4) * (BYTES / streams) + (n % 4) * 16;
  return `(func (export "read${streams}") (result i32)
    (local $at i32) ${all.map((n) => `(local $seen${n} v128)`).join(" ")}
    (loop $more
      ${all
        .map(
          (n) => `(local.set $seen${n} (v128.xor (local.get $seen${n})
            (v128.load offset=${addressOf(n)} (local.get $at))))`,
        )
        .join("\n")}
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br_if $more (i32.lt_u (local.get $at) (i32.const ${BYTES / streams}))))
    (i32x4.extract_lane 0 ${all.map((n) => `(local.get $seen${n})`).reduce((sum, seen) => `(v128.xor ${sum} ${seen})`)}))`;
}
