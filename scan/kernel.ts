import { KERNEL_BASE64 } from "./kernel-bytes.ts";
import { type WebAssemblyApi, webAssembly } from "./web-assembly.ts";

/** An instance of `kernel.wat` with a memory of its own. Addresses and lengths are in bytes. */
export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  /** Writes the dot products of the query with `rows` rows, one after another, to `out`. `rowBytes` is a multiple of 64. */
  dotProducts(query: number, row: number, rowBytes: number, rows: number, out: number): void;
}

/** Whether this machine can run the kernel: SIMD is an extension that not every WebAssembly has. */
export function canRunKernel(api: WebAssemblyApi | undefined = webAssembly): boolean {
  return api?.validate(kernelBytes()) ?? false;
}

/** @throws Error where `canRunKernel` is false */
export function createKernel(): Kernel {
  if (!webAssembly) throw new Error("WebAssembly is switched off.");
  // Compiled at the first use: a function that never searches does not pay for it when it starts.
  compiled ??= new webAssembly.Module(kernelBytes());
  return new webAssembly.Instance(compiled).exports as Kernel;
}

let compiled: object | undefined;

const kernelBytes = () => Uint8Array.from(atob(KERNEL_BASE64), (character) => character.charCodeAt(0));
