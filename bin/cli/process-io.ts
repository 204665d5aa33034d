import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { setTimeout } from "node:timers/promises";
import { EXIT } from "./failure.ts";
import type { CliIo } from "./io.ts";

/**
 * The process itself. The first Ctrl-C aborts the signal, so that work can be left in order; the second one ends the
 * process at once. A reader that left, as `head` does, has seen what it wanted: the rest goes nowhere, in silence.
 */
export function processIo(): CliIo {
  const stop = new AbortController();
  process.once("SIGINT", () => {
    process.once("SIGINT", () => process.exit(EXIT.interrupted));
    stop.abort();
  });
  process.once("SIGTERM", () => stop.abort());
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    process.exit(error.code === "EPIPE" ? EXIT.fine : EXIT.failed);
  });
  process.stderr.on("error", () => {});
  return {
    async out(text) {
      if (!process.stdout.write(text)) await once(process.stdout, "drain");
    },
    err: (text) => void process.stderr.write(text),
    isTerminal: {
      in: process.stdin.isTTY === true,
      out: process.stdout.isTTY === true,
      err: process.stderr.isTTY === true,
    },
    columns: process.stdout.columns,
    env: process.env,
    signal: stop.signal,
    ask: (question) => askAt(question, stop),
    now: Date.now,
    sleep: async (ms, signal) => void (await setTimeout(ms, undefined, { signal })),
  };
}

/** While a line is read, the terminal gives Ctrl-C to the reader instead of the process. */
async function askAt(question: string, stop: AbortController): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  reader.once("SIGINT", () => stop.abort());
  try {
    return await reader.question(question, { signal: stop.signal });
  } finally {
    reader.close();
  }
}
