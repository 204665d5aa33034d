import { canRunKernel } from "./kernel.ts";
import { plainShard } from "./plain-shard.ts";
import type { Engine } from "./shard.ts";
import { simdShard } from "./simd-shard.ts";
import { type WebAssemblyApi, webAssembly } from "./web-assembly.ts";

/** The faster engine of those that this machine can run. */
export function fastestEngine(api: WebAssemblyApi | undefined = webAssembly): Engine {
  return canRunKernel(api) ? simdShard : plainShard;
}
