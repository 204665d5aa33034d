import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import { reportFault } from "../fault.ts";

/** One log file per function, as a log group would hold. */
export interface LogFiles {
  /** Appends each line of `text` with the time and the request id in front (`-` outside of an invocation). */
  write(functionName: string, requestId: string | undefined, text: string): void;
  close(): Promise<void>;
}

/** Log files in `dir`, which is made when it is not there. */
export function openLogFiles(dir: string, clock: Clock): LogFiles {
  const streams = new Map<string, WriteStream>();
  const streamOf = (functionName: string) => {
    let stream = streams.get(functionName);
    if (!stream) {
      mkdirSync(dir, { recursive: true });
      stream = createWriteStream(join(dir, `${functionName}.log`), { flags: "a" });
      // A full disk must not take the host down because of a log line; standard error is what is left.
      stream.on("error", (error) => reportFault(`cannot write log of ${functionName}`, error));
      streams.set(functionName, stream);
    }
    return stream;
  };
  return {
    write(functionName, requestId = "-", text) {
      const time = new Date(clock.now()).toISOString();
      for (const line of linesOf(text)) streamOf(functionName).write(`${time} ${requestId} ${line}\n`);
    },
    async close() {
      const ends = [...streams.values()].map((stream) => new Promise<void>((resolve) => stream.end(resolve)));
      streams.clear();
      await Promise.all(ends);
    },
  };
}

/** Lines without their ends; the end of the text is no empty line. */
export function linesOf(text: string): string[] {
  return text.replace(/\r?\n$/, "").split(/\r?\n/);
}
