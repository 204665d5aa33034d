import { fileURLToPath } from "node:url";
import { type LocalOptions, parseArguments, USAGE, UsageError } from "./local/arguments.ts";
import { failureLine } from "./local/failure.ts";
import { findFiles } from "./local/find-files.ts";
import { sampleClips } from "./local/samples.ts";

/** Exit code after Ctrl-C in the middle, as shells expect it: 128 + SIGINT. */
const INTERRUPTED = 130;

const SAMPLES = fileURLToPath(new URL("../samples", import.meta.url));

const output = {
  result: (text: string) => void process.stdout.write(`${text}\n`),
  notice: (text: string) => void process.stderr.write(`${text}\n`),
};

// Warnings about the age of Node and the like are for developers of the SDK, not for whoever runs this.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

async function start(options: LocalOptions): Promise<number> {
  const files = await findFiles(options.paths.length > 0 ? options.paths : sampleClips(SAMPLES));
  const stop = new AbortController();
  process.once("SIGINT", () => {
    process.once("SIGINT", () => process.exit(INTERRUPTED));
    stop.abort();
  });
  process.once("SIGTERM", () => stop.abort());
  // Loaded last: it brings the CDK, and a typo should be answered before that.
  const { run } = await import("./local/run.ts");
  const code = await run(options, files, output, stop.signal);
  return options.once && stop.signal.aborted ? INTERRUPTED : code;
}

let options: LocalOptions | "help" | undefined;
try {
  options = parseArguments(process.argv.slice(2));
  if (options === "help") output.result(USAGE);
  else process.exitCode = await start(options);
} catch (error) {
  output.notice(failureLine(error, typeof options === "object" ? options.dataDir : undefined));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
