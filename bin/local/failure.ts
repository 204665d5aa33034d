import { UsageError } from "./arguments.ts";

/** Errors of the operating system that a person can mend, as a sentence about the file or place they name. */
const SYSTEM: Readonly<Record<string, string>> = {
  EACCES: "cannot be written or read: permission denied",
  EPERM: "cannot be written or read: permission denied",
  EROFS: "cannot be written: the file system is read-only",
  ENOSPC: "cannot be written: the disk is full",
  ENOTDIR: "cannot be used: a part of the path is no folder",
  EEXIST: "cannot be used: it is no folder",
};

/**
 * One line for an error that was expected (wrong use, a busy port, a full disk); an unexpected one keeps its trace, as
 * somebody has to find it.
 */
export function failureLine(error: unknown): string {
  if (!(error instanceof Error)) return `reelbase: ${String(error)}`;
  if (error instanceof UsageError || error.name === "HostError" || error.name === "ConfigError") {
    return `reelbase: ${error.message}`;
  }
  const { code, path } = error as NodeJS.ErrnoException;
  const sentence = code === undefined ? undefined : SYSTEM[code];
  return sentence === undefined
    ? `reelbase: ${error.stack ?? error.message}`
    : `reelbase: ${path ?? "the data folder"} ${sentence}.`;
}
