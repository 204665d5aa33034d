import { readFile } from "node:fs/promises";
import wabt from "wabt";

/** The bytes of `kernel.wat`: a tool for those who change it. What searches has them ready-made. */
export async function compileKernel(): Promise<Uint8Array> {
  const text = await readFile(new URL("kernel.wat", import.meta.url), "utf8");
  const module = (await wabt()).parseWat("kernel.wat", text, { simd: true });
  try {
    return Uint8Array.from(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}
