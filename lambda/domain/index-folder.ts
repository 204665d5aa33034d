import { keyPart, MAX_NAME_BYTES } from "./file-name.ts";

/** Bytes that a number behind a folder's name may need: `-9999`. */
const SUFFIX_BYTES = 5;
const MAX_SUFFIX = 9999;

/**
 * Folders that an index of this name could have, the best first: the name itself as one part of a key, then with a number
 * behind it. An index keeps its folder for ever, so that the folder of a name may belong to an index that is called
 * otherwise by now. Empty when nothing of the name can stand in a key.
 */
export function* foldersFor(name: string): Generator<string> {
  const plain = keyPart(name);
  if (plain === "") return;
  yield plain;
  const short = keyPart(name, MAX_NAME_BYTES - SUFFIX_BYTES);
  for (let number = 2; number <= MAX_SUFFIX; number++) yield `${short}-${number}`;
}

/** Names that people cannot tell apart are the same name. */
export const sameName = (one: string, other: string) =>
  one.normalize("NFC").trim() === other.normalize("NFC").trim();
