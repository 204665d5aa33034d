import { types } from "node:util";
import { systemSentence } from "../../local/assembly/system-error.ts";

/** Errors whose text is written for the person at the keyboard. */
const FOR_PEOPLE = new Set(["UsageError", "HostError", "ConfigError"]);

/**
 * One line for an error that was expected (wrong use, a busy port, a full disk, a file that went away); an unexpected
 * one keeps its trace, as somebody has to find it.
 *
 * @param dataDir the folder that an error of a store is about, which does not name it
 */
export function failureLine(error: unknown, dataDir: string | undefined): string {
  if (!types.isNativeError(error)) return `reelbase: ${String(error)}`;
  if (FOR_PEOPLE.has(error.name)) return `reelbase: ${error.message}`;
  const { path, dest = path, syscall } = error as NodeJS.ErrnoException & { readonly dest?: string };
  const sentence = systemSentence(error);
  if (dest !== undefined && syscall !== undefined) return `reelbase: ${dest}: ${sentence ?? error.message}.`;
  if (sentence === undefined) return `reelbase: ${error.stack ?? error.message}`;
  return `reelbase: ${dataDir ?? "the data folder"} cannot be used as data folder: ${sentence}.`;
}
