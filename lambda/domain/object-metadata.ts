import type { UserMetadata } from "../contracts/user-metadata.ts";

/** What a header may hold as it is; `=?` would be taken for the begin of an encoded word. */
const PLAIN = /^(?!.*=\?)[\x20-\x7e]*$/;
/** A name becomes a part of a header's name; S3 turns it into lower case. */
const NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

/**
 * Metadata as S3 takes it with an object (`x-amz-meta-*`): texts, with what is not ASCII as encoded words (RFC 2047), the
 * form in which S3 itself gives them back.
 * @returns the sentence that says what is wrong with a name
 */
export function objectMetadata(metadata: UserMetadata): Record<string, string> | string {
  const names = Object.keys(metadata);
  const bad = names.find((name) => !NAME.test(name));
  if (bad !== undefined) {
    return "with an upload, names have lower-case letters, digits and _ . - only; others can be set when the video is there";
  }
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, encoded(String(value))]));
}

function encoded(text: string): string {
  if (PLAIN.test(text) && text === text.trim()) return text;
  const bytes = new TextEncoder().encode(text);
  return `=?UTF-8?B?${btoa(String.fromCharCode(...bytes))}?=`;
}
