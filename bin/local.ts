import { fileURLToPath } from "node:url";
import { type LocalOptions, parseArguments, USAGE, UsageError } from "./local/arguments.ts";
import { failureLine } from "./local/failure.ts";
import { findFiles } from "./local/find-files.ts";
import { whenOrphaned } from "./local/orphan.ts";
import { sampleClips } from "./local/samples.ts";
import { standardOutput } from "./local/standard-output.ts";

/** Exit code after Ctrl-C in the middle, as shells expect it: 128 + SIGINT. */
const INTERRUPTED = 130;

const SAMPLES = fileURLToPath(new URL("../samples", import.meta.url));

const stop = new AbortController();
const output = standardOutput(() => stop.abort());

// Warnings about the age of Node and the like are for developers of the SDK, not for whoever runs this.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

async function start(options: LocalOptions): Promise<number> {
  const files = await findFiles(options.paths.length > 0 ? options.paths : sampleClips(SAMPLES));
  process.once("SIGINT", () => {
    process.once("SIGINT", () => process.exit(INTERRUPTED));
    stop.abort();
  });
  process.once("SIGTERM", () => stop.abort());
  // At once, as after a kill: the next start may be waiting for the data folder.
  if (process.env["npm_lifecycle_event"] !== undefined) whenOrphaned(() => process.exit(INTERRUPTED));
  // Loaded last: it brings the CDK, and a typo should be answered before that.
  const { run } = await import("./local/run.ts");
  const code = await run(options, files, output, stop.signal);
  return options.once && stop.signal.aborted ? INTERRUPTED : code;
}

let options: LocalOptions | "help" | undefined;
try {
  options = parseArguments(process.argv.slice(2));
  if (options === "help") output.result(USAGE);
  else {
    const code = await start(options);
    process.exitCode ||= code;
  }
} catch (error) {
  if (error === stop.signal.reason) process.exitCode ||= INTERRUPTED;
  else {
    output.notice(failureLine(error, typeof options === "object" ? options.dataDir : undefined));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
