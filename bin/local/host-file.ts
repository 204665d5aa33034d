import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

/** What a local host that is up tells other programs of the same user. */
export const HostFile = z.object({
  endpoint: z.url(),
  region: z.string(),
  outputs: z.record(z.string(), z.string()),
  /** Opens the API of this host alone. */
  apiKey: z.string(),
  pid: z.int(),
});
export type HostFile = z.infer<typeof HostFile>;

const NAME = "host.json";

/** Readable by its owner only, as it holds a key. */
export async function writeHostFile(dataDir: string, host: HostFile): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(join(dataDir, NAME), `${JSON.stringify(host, null, 2)}\n`, { mode: 0o600 });
}

/** Undefined when no host is up there: none has written it, or the one that did is gone. */
export async function readHostFile(dataDir: string): Promise<HostFile | undefined> {
  const text = await readFile(join(dataDir, NAME), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const host = HostFile.safeParse(parsed(text));
  return host.success && isAlive(host.data.pid) ? host.data : undefined;
}

export async function removeHostFile(dataDir: string): Promise<void> {
  await rm(join(dataDir, NAME), { force: true });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
