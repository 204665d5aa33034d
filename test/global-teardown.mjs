import { rmSync } from "node:fs";
import { dirname } from "node:path";

export default function removeAssembly() {
  const folder = process.env.REELBASE_TEST_ASSEMBLY;
  if (folder !== undefined) rmSync(dirname(folder), { recursive: true, force: true });
}
