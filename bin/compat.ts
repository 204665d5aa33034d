import { parseArgs } from "node:util";
import { CompatError } from "./compat/compat-error.ts";
import type { Library } from "./compat/library.ts";
import { readRecordings } from "./compat/recording.ts";
import { type Finding, replay } from "./compat/replay.ts";
import { compatReport, reportLines } from "./compat/report.ts";
import { failureLine } from "./local/failure.ts";

const USAGE = `usage: npm run compat -- DIR [--json]   (a folder with recorded exchanges of the platform's API, *.json)
exit code: 0 nothing differs beyond what is documented, 1 something does, 2 nothing could be compared`;

// Warnings about the age of Node and the like are for developers of the SDK, not for whoever runs this.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof CompatError ? `reelbase: ${error.message}` : failureLine(error, undefined));
  return 2;
});

async function main(argv: readonly string[]): Promise<number> {
  const given = argumentsIn(argv);
  if (given === undefined) {
    console.error(USAGE);
    return 2;
  }
  const recordings = await readRecordings(given.dir);
  // Loaded last: it brings the CDK, and a folder without recordings should be told before that.
  const { sampleLibrary } = await import("./compat/library.ts");
  const library = await sampleLibrary();
  try {
    const report = compatReport(await replayAll(library, recordings));
    for (const line of given.json ? [JSON.stringify(report, null, 2)] : reportLines(report))
      console.log(line);
    return report.passed ? 0 : 1;
  } finally {
    await library.close();
  }
}

/** One after the other, as they were recorded: some look at what others made. */
async function replayAll(library: Library, recordings: Awaited<ReturnType<typeof readRecordings>>) {
  const findings: Finding[] = [];
  for (const recording of recordings) findings.push(await replay(library, recording));
  return findings;
}

function argumentsIn(argv: readonly string[]) {
  try {
    const options = { json: { type: "boolean", default: false } } as const;
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options });
    const [dir, ...more] = positionals;
    return dir === undefined || dir === "" || more.length > 0 ? undefined : { dir, json: values.json };
  } catch {
    return undefined;
  }
}
