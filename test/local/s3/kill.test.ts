import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { developer } from "../serve.ts";
import { eventsOf, openLocal } from "./local-target.ts";

/** Writes until `count` objects were acknowledged, then kills the process at once. */
async function writeAndKill(dir: string, count: number): Promise<{ stored: string[]; told: string[] }> {
  const child = spawn(process.execPath, ["--import", "tsx", "test/local/s3/kill-child.ts", dir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const stored: string[] = [];
  const told: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [what = "", key = ""] = line.split(" ");
    (what === "stored" ? stored : told).push(key);
    if (stored.length === count) child.kill("SIGKILL");
  }
  await exited;
  return { stored, told };
}

/** A machine that is busy with other tests needs its time. */
const LIMIT_MS = 120_000;

test(
  "loses neither an acknowledged object nor its event when the process is killed",
  async () => {
    const dir = await mkdtemp(join(tmpdir(), "s3-kill-"));
    const { stored, told } = await writeAndKill(dir, 25);
    const local = await openLocal({ dir });
    local.s3.start();
    for (const key of stored) {
      const { path } = await local.s3.open({ bucket: "holiday", key }, developer);
      expect(await readFile(path, "utf8")).toBe(key.repeat(1000));
    }
    const missing = stored.filter((key) => !told.includes(key));
    await eventsOf(local, missing.length);
    const known = new Set([...told, ...local.events.map(({ detail }) => (detail as Detail).object.key)]);
    expect(stored.filter((key) => !known.has(key))).toEqual([]);
    await local.close();
  },
  LIMIT_MS,
);

interface Detail {
  readonly object: { readonly key: string };
}
