import type { Session } from "./session.ts";

/** What a command does; the number is the exit code. */
export type Work<Args extends unknown[]> = (session: Session, ...args: Args) => Promise<number>;

/** Makes the action of a command of its work, which is loaded when it is asked for: each command needs little of the whole. */
export type Verb = <Args extends unknown[]>(
  load: () => Promise<Work<Args>>,
) => (...args: Args) => Promise<void>;

/** The examples below the help of a command. */
export const examples = (...lines: readonly string[]) =>
  `\nExamples:\n${lines.map((line) => `  $ reelbase ${line}`).join("\n")}`;
