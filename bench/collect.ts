import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { bundleChild } from "./bundle-child.ts";
import type { Taken } from "./collect/child.ts";
import { type MadeOutput, makeOutput } from "./collect/make-output.ts";
import { againstAim, notice, print, table } from "./report.ts";
import { withScratch } from "./scratch.ts";
import { median, spread } from "./statistics.ts";

const TIMES = 5;
const AIM_PEAK_MB = 128;
const AIM_RATIO = 1.5;

/** The ways to read, as the child knows them, and what they are. */
const WAYS = {
  nothing: "an empty process",
  parse: "JSON.parse of the whole file",
  read: "readOutput alone",
  pass: "one pass: readOutput, parseItem, segmentOf",
  collect: "the collect step: two passes, no stores",
} as const;
type Way = keyof typeof WAYS;

/**
 * What it takes to read the largest `output.json` that there is, against JSON.parse of the same file. Each reading is
 * a process of its own, without a loader for TypeScript, which would weigh on its memory.
 */
export async function collectOutput(): Promise<void> {
  await withScratch(async (folder) => {
    notice("writing an output.json of 4 h of video …");
    const output = await makeOutput(join(folder, "output.json"));
    const child = await bundleChild(folder, new URL("./collect/child.ts", import.meta.url));
    const taken = new Map<Way, Taken[]>();
    for (let round = 0; round < TIMES; round++) {
      for (const way of Object.keys(WAYS) as Way[]) {
        taken.set(way, [...(taken.get(way) ?? []), read(child, way, output)]);
      }
    }
    report(output, taken);
  });
}

/** @throws when the child fails or finds another number of items than were written */
function read(child: string, way: Way, { path, items, durationSec }: MadeOutput): Taken {
  const { status, stdout, stderr } = spawnSync(process.execPath, [child, way, path, String(durationSec)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${WAYS[way]} ended with ${status}: ${stderr}`);
  const taken = JSON.parse(stdout) as Taken;
  if (way !== "nothing" && taken.items !== items)
    throw new Error(`${WAYS[way]} found ${taken.items} of ${items} items`);
  return taken;
}

function report({ bytes, items }: MadeOutput, taken: ReadonlyMap<Way, readonly Taken[]>): void {
  const times = (way: Way) => (taken.get(way) ?? []).map(({ ms }) => ms / 1000);
  const peak = (way: Way) => Math.max(...(taken.get(way) ?? []).map(({ peakMb }) => peakMb));
  const parseSec = median(times("parse"));
  const ratio = (way: Way) => median(times(way)) / parseSec;
  print(`output.json: ${(bytes / 1e6).toFixed(0)} MB, ${items} items of 512 numbers\n`);
  print(
    table([
      ["reading", "seconds: median (least to most)", "× JSON.parse", "peak RSS MiB"],
      ...(Object.keys(WAYS) as Way[]).map((way) => [
        WAYS[way],
        way === "nothing" ? "" : spread(times(way), 2),
        way === "nothing" ? "" : ratio(way).toFixed(2),
        peak(way).toFixed(0),
      ]),
    ]),
  );
  print(`\n${TIMES} processes each, in turn; the peak is the highest of them.`);
  print(`readOutput: ${againstAim(ratio("read"), AIM_RATIO, "× JSON.parse")}`);
  print(`one pass: ${againstAim(ratio("pass"), AIM_RATIO, "× JSON.parse")}`);
  print(`peak of the collect step: ${againstAim(peak("collect"), AIM_PEAK_MB, "MiB", 0)}`);
}
