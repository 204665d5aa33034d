import { fileURLToPath } from "node:url";
import { parseArguments, USAGE, UsageError } from "./local/arguments.ts";
import { failureLine } from "./local/failure.ts";
import { findFiles } from "./local/find-files.ts";
import { sampleClips } from "./local/samples.ts";

/** Exit code after Ctrl-C in the middle, as shells expect it: 128 + SIGINT. */
const INTERRUPTED = 130;

// Warnings about the age of Node and the like are for developers of the SDK, not for whoever runs this.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

async function main(): Promise<number> {
  const options = parseArguments(process.argv.slice(2));
  if (options === "help") {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const files = await findFiles(options.paths.length > 0 ? options.paths : sampleClips(SAMPLES));
  const stop = new AbortController();
  process.once("SIGINT", () => {
    process.once("SIGINT", () => process.exit(INTERRUPTED));
    stop.abort();
  });
  process.once("SIGTERM", () => stop.abort());
  // Loaded last: it brings the CDK, and a typo should be answered before that.
  const { run } = await import("./local/run.ts");
  const code = await run(options, files, { result: toStdout, notice: toStderr }, stop.signal);
  return options.once && stop.signal.aborted ? INTERRUPTED : code;
}

const SAMPLES = fileURLToPath(new URL("../samples", import.meta.url));

const toStdout = (text: string) => void process.stdout.write(`${text}\n`);
const toStderr = (text: string) => void process.stderr.write(`${text}\n`);

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${failureLine(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
