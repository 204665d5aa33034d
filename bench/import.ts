import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { bundleHandlers } from "../bin/bundle.ts";
import { synthesize } from "../test/synthesize.ts";
import { ENTRIES, functionOf } from "../test/template.ts";
import { againstAim, print, table } from "./report.ts";
import { median } from "./statistics.ts";

const TIMES = 7;
const AIM_MS = 120;

type Variables = Readonly<Record<string, string>>;

/**
 * How long a fresh process takes to load each bundle, with the variables that the template gives the function. The
 * time of a process that loads nothing is measured in turn with the others, and taken off.
 */
export async function coldImports(): Promise<void> {
  await bundleHandlers();
  const template = synthesize();
  const variablesOf = (entry: string): Variables =>
    Object.fromEntries(
      Object.entries(functionOf(template, entry).properties.Environment.Variables).map(([name, value]) => [
        name,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    );
  const empty: number[] = [];
  const loaded = new Map<string, number[]>(ENTRIES.map((entry) => [entry, []]));
  // Round by round: what else the machine does at a time falls on all of them.
  for (let round = 0; round < TIMES; round++) {
    empty.push(processMs("", variablesOf(ENTRIES[0] ?? "")));
    for (const [entry, times] of loaded) times.push(processMs(importOf(entry), variablesOf(entry)));
  }
  const emptyMs = median(empty);
  const rows = [...loaded].map(([entry, times]) => ({
    entry,
    wholeMs: median(times),
    importMs: median(times) - emptyMs,
    leastMs: Math.min(...times) - Math.min(...empty),
  }));
  print(
    table([
      ["bundle", "kB", "process ms", "import ms", "least ms"],
      ["(an empty process)", "", emptyMs.toFixed(0), "", ""],
      ...rows.map(({ entry, wholeMs, importMs, leastMs }) => [
        entry,
        (statSync(fileOf(entry)).size / 1000).toFixed(0),
        wholeMs.toFixed(0),
        importMs.toFixed(0),
        leastMs.toFixed(0),
      ]),
    ]),
  );
  const all = rows.map(({ importMs }) => importMs);
  print(
    `\nMedians of ${TIMES} fresh processes each; import = process less the empty one. The least of them is what the bundle\nneeds when nothing else is at work on the machine.`,
  );
  print(`median over the bundles: ${againstAim(median(all), AIM_MS, "ms", 0)}`);
  print(`slowest bundle: ${againstAim(Math.max(...all), AIM_MS, "ms", 0)}`);
}

const fileOf = (entry: string) => fileURLToPath(new URL(`../dist/${entry}/index.mjs`, import.meta.url));

const importOf = (entry: string) =>
  `const { handler } = await import(${JSON.stringify(`file://${fileOf(entry)}`)}); if (typeof handler !== "function") process.exit(3);`;

/** Milliseconds from the start of a process to its end. @throws when it fails: its time would mean nothing */
function processMs(script: string, variables: Variables): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    env: {
      AWS_REGION: "us-east-1",
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      ...variables,
    },
    encoding: "utf8",
  });
  const ms = performance.now() - started;
  if (status !== 0) throw new Error(`The process ended with ${status}: ${stderr}`);
  return ms;
}
