import { types } from "node:util";

/** What the operating system says about a folder, a file or a port, in words. */
const SENTENCES: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of the path is no folder",
  EEXIST: "it is no folder",
};

/** LevelDB wraps the system's error into text of its own. */
const IN_TEXT: Readonly<Record<string, string>> = {
  "No space left on device": "ENOSPC",
  "Read-only file system": "EROFS",
  "Permission denied": "EACCES",
};

/** Why a folder cannot be used, or undefined when the error is none of those that a person can mend. */
export function systemSentence(error: unknown): string | undefined {
  for (let each = error; types.isNativeError(each); each = each.cause) {
    const { code = "", message } = each as NodeJS.ErrnoException;
    const found = Object.keys(IN_TEXT).find((text) => message.includes(text));
    const sentence = SENTENCES[code] ?? (found === undefined ? undefined : SENTENCES[IN_TEXT[found] ?? ""]);
    if (sentence !== undefined) return sentence;
  }
  return undefined;
}
