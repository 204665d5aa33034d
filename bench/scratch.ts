import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives a folder to work in, and takes it away again: also after an error, and after Ctrl-C. */
export async function withScratch<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "reelbase-bench-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const interrupted = () => process.exit(130);
  process.once("exit", remove);
  process.once("SIGINT", interrupted);
  try {
    return await work(folder);
  } finally {
    process.off("exit", remove);
    process.off("SIGINT", interrupted);
    remove();
  }
}
