import type { UserMetadata } from "../contracts/user-metadata.ts";
import { storable } from "./answer-text.ts";

/** S3 takes 2 KB of user metadata in all, names and values; it sets no limit to the names alone. */
export const MAX_METADATA_BYTES = 2048;
export const MAX_METADATA_NAMES = 50;

/** S3 gives what is not ASCII as encoded words (RFC 2047); between two of them a space means nothing. */
const ENCODED_WORD = /=\?utf-8\?([bq])\?([^?\s]*)\?=(?:\s+(?==\?utf-8\?))?/gi;

/**
 * What was given with an upload, as it is kept: texts, within the limits. What is beyond them is left out, in the order
 * of the names, so that the same upload always keeps the same.
 */
export function uploadMetadata(given: Readonly<Record<string, string>>): UserMetadata {
  const kept: [string, string][] = [];
  let bytes = 0;
  for (const [name, text] of Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const value = storable(decoded(text));
    const size = byteLength(name) + byteLength(value);
    if (kept.length === MAX_METADATA_NAMES || bytes + size > MAX_METADATA_BYTES) continue;
    bytes += size;
    kept.push([name, value]);
  }
  return Object.fromEntries(kept);
}

/** The text as it was given; one whose bytes are no UTF-8 stays as it came. */
function decoded(text: string): string {
  return text.replace(ENCODED_WORD, (word: string, encoding: string, content: string) => {
    try {
      const binary = encoding.toLowerCase() === "b" ? atob(content) : quotedBytes(content);
      const bytes = Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return word;
    }
  });
}

/** `=C3=A9` is two bytes, `_` is a space. */
function quotedBytes(content: string): string {
  return content
    .replaceAll("_", " ")
    .replace(/=([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

const byteLength = (text: string) => new TextEncoder().encode(text).byteLength;
