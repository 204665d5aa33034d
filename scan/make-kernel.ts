import { writeFile } from "node:fs/promises";
import { compileKernel } from "./compile-kernel.ts";

/** Writes `kernel-bytes.ts` anew after a change of `kernel.wat`: `node --import tsx scan/make-kernel.ts`. */
const base64 = Buffer.from(await compileKernel()).toString("base64");
await writeFile(
  new URL("kernel-bytes.ts", import.meta.url),
  `/** \`kernel.wat\`, compiled and in base64. Made by \`make-kernel.ts\`. */\nexport const KERNEL_BASE64 =\n  "${base64}";\n`,
);
