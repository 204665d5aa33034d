import { compileKernel } from "../../scan/compile-kernel.ts";
import { fastestEngine } from "../../scan/engine.ts";
import { canRunKernel, createKernel } from "../../scan/kernel.ts";
import { KERNEL_BASE64 } from "../../scan/kernel-bytes.ts";
import { plainShard } from "../../scan/plain-shard.ts";
import { simdShard } from "../../scan/simd-shard.ts";
import { type WebAssemblyApi, webAssembly } from "../../scan/web-assembly.ts";

test("the committed bytes are those of kernel.wat", async () => {
  expect(Buffer.from(await compileKernel()).toString("base64")).toBe(KERNEL_BASE64);
});

test("this machine runs the kernel", () => {
  expect(canRunKernel()).toBe(true);
  expect(fastestEngine()).toBe(simdShard);
});

test("instances share nothing: each has a memory of its own", () => {
  expect(createKernel().memory).not.toBe(createKernel().memory);
});

test("a machine whose WebAssembly does not know SIMD falls back to JavaScript", () => {
  const withoutSimd = { ...webAssembly, validate: () => false } as WebAssemblyApi;
  expect(canRunKernel(withoutSimd)).toBe(false);
  expect(fastestEngine(withoutSimd)).toBe(plainShard);
});
