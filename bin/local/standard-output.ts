import { systemSentence } from "../../local/assembly/system-error.ts";

export interface StandardOutput {
  /** What was asked for. */
  readonly result: (text: string) => void;
  /** Everything else. */
  readonly notice: (text: string) => void;
}

/**
 * The two streams of the process. Standard error is for whoever looks: when nobody does, its words are dropped. Without
 * standard output there is no use in going on: that is the exit code 1, and `onLost` is called.
 */
export function standardOutput(onLost: () => void): StandardOutput {
  const notice = (text: string) => void process.stderr.write(`${text}\n`);
  process.stderr.on("error", () => {});
  process.stdout.once("error", (error: NodeJS.ErrnoException) => {
    process.stdout.on("error", () => {});
    process.exitCode = 1;
    // A reader that left, as `head` does, has seen what it wanted.
    if (error.code !== "EPIPE")
      notice(`reelbase: Standard output cannot be written: ${systemSentence(error) ?? error.message}.`);
    onLost();
  });
  return { result: (text) => void process.stdout.write(`${text}\n`), notice };
}
