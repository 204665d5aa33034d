import { machineLine, print } from "./report.ts";

/** Loaded one by one: each brings libraries whose memory and warm-up would weigh on the others' figures. */
const BENCHMARKS: Readonly<Record<string, () => Promise<() => Promise<void>>>> = {
  pipeline: async () => (await import("./pipeline.ts")).pipeline,
  collect: async () => (await import("./collect.ts")).collectOutput,
  import: async () => (await import("./import.ts")).coldImports,
  scan: async () => (await import("./scan.ts")).exactScan,
  classify: async () => (await import("./classify.ts")).classifyIndex,
  search: async () => (await import("./search.ts")).searchLibrary,
};

// Warnings about the age of Node are for developers of the SDK, not for whoever reads figures.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(BENCHMARKS);
const unknown = names.filter((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown.length > 0) {
  process.stderr.write(`usage: npm run bench [-- ${Object.keys(BENCHMARKS).join("|")} …]\n`);
  process.exitCode = 2;
} else {
  for (const name of names) {
    const benchmark = await BENCHMARKS[name]?.();
    print(`\n== ${name}\n${machineLine()}\n`);
    await benchmark?.();
  }
}
