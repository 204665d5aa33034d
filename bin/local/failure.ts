import { systemSentence } from "../../local/assembly/system-error.ts";

/** Errors whose text is written for the person at the keyboard. */
const FOR_PEOPLE = new Set(["UsageError", "HostError", "ConfigError"]);

/**
 * One line for an error that was expected (wrong use, a busy port, a full disk); an unexpected one keeps its trace, as
 * somebody has to find it.
 */
export function failureLine(error: unknown, dataDir: string | undefined): string {
  if (!(error instanceof Error)) return `reelbase: ${String(error)}`;
  if (FOR_PEOPLE.has(error.name)) return `reelbase: ${error.message}`;
  const sentence = systemSentence(error);
  if (sentence === undefined) return `reelbase: ${error.stack ?? error.message}`;
  return `reelbase: ${dataDir ?? "the data folder"} cannot be used as data folder: ${sentence}.`;
}
