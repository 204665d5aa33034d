import { CliError, EXIT, usageError } from "./failure.ts";
import type { Session } from "./session.ts";

export interface SureOptions {
  readonly yes?: boolean;
}

/**
 * Lets a person think again before something is removed for good.
 * @throws CliError when they do, and when there is nobody to ask
 */
export async function sure({ io }: Session, what: string, { yes }: SureOptions): Promise<void> {
  if (yes) return;
  if (!io.isTerminal.in || !io.isTerminal.err)
    throw usageError(`This removes ${what}. There is nobody to ask: say --yes.`);
  const answer = await io.ask(`This removes ${what}. Type yes to go on: `);
  if (answer.trim().toLowerCase() !== "yes")
    throw new CliError("Nothing was removed.", { exitCode: EXIT.failed });
}
