import type { CliIo } from "../../../bin/cli/io.ts";
import { runCli } from "../../../bin/cli/program.ts";

/** What a run of the command said. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Nothing of the tester's own environment reaches the command; the time goes on by what is waited, and nothing waits. */
export function testIo(changes: Partial<CliIo> = {}): { io: CliIo; said: (code: number) => Said } {
  let out = "";
  let err = "";
  let now = Date.parse("2026-03-01T12:00:00Z");
  const io: CliIo = {
    out: async (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    isTerminal: { in: false, out: false, err: false },
    columns: undefined,
    env: {},
    signal: new AbortController().signal,
    ask: () => Promise.reject(new Error("nobody is there to be asked")),
    now: () => now,
    sleep: async (ms, signal) => {
      now += ms;
      signal.throwIfAborted();
    },
    ...changes,
  };
  return { io, said: (code) => ({ code, out, err }) };
}

/** Runs the command in this process. */
export async function run(argv: readonly string[], changes: Partial<CliIo> = {}): Promise<Said> {
  const { io, said } = testIo(changes);
  return said(await runCli(argv, io));
}

/** A person at a terminal of this width. */
export const atTerminal = (columns = 100): Partial<CliIo> => ({
  isTerminal: { in: true, out: true, err: true },
  columns,
  env: { NO_COLOR: "1" },
});
