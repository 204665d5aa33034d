import { uploadKey } from "../keys.ts";
import { safeFileName } from "./file-name.ts";

/** Hex digits of a source's hash in a key: enough that two sources of one index never meet. */
const HASH_DIGITS = 12;

/**
 * The key of a video that came by the API: `videos/<folder>/<hash>/<file name>`. The same source gives the same key, so
 * that it is one video, however often it is posted.
 * @param hash sha256 in hexadecimal of what is posted: of the address, of the bytes, or of something that nobody can guess
 */
export const sourceKey = (folder: string, hash: string, fileName: string) =>
  uploadKey(folder, `${hash.slice(0, HASH_DIGITS)}/${safeFileName(fileName)}`);
