import type { UserMetadata } from "../contracts/user-metadata.ts";

/** What a caller says about a video; null takes a name away. */
export type MetadataChange = Readonly<Record<string, string | number | boolean | null>>;

/** S3's limit for what is given with an upload, names and values together, so that both ways hold the same. */
const MAX_BYTES = 2048;
const MAX_NAMES = 50;
const MAX_NAME_LENGTH = 128;

/** Names of what the video itself says; the API writes both into one object. */
const SYSTEM_NAMES: ReadonlySet<string> = new Set([
  ...["duration", "filename", "fps", "height", "width", "size"],
  ...["engine_ids", "model_names"],
]);

/**
 * The metadata after a change: names that are given are set or, with null, taken away; all others stay. That is what the
 * TwelveLabs platform does ("update one or more fields", "delete a field by setting it to null").
 * @returns the sentence that says what is wrong when it breaks a limit
 */
export function changedMetadata(before: UserMetadata, change: MetadataChange): UserMetadata | string {
  const taken = Object.keys(change).find((name) => SYSTEM_NAMES.has(name));
  if (taken !== undefined) return `${taken} is measured in the video and cannot be set`;
  const bad = Object.keys(change).find((name) => !isName(name));
  if (bad !== undefined)
    return `a name has 1 to ${MAX_NAME_LENGTH} characters, none of them a control character`;
  const merged = Object.entries({ ...before, ...change }).filter(([, value]) => value !== null);
  if (merged.length > MAX_NAMES) return `a video has at most ${MAX_NAMES} of them`;
  const bytes = merged.reduce((sum, [name, value]) => sum + byteLength(name) + byteLength(String(value)), 0);
  if (bytes > MAX_BYTES) return `all of a video have at most ${MAX_BYTES} bytes together`;
  return Object.fromEntries(merged) as UserMetadata;
}

const isName = (name: string) =>
  name.length > 0 && name.length <= MAX_NAME_LENGTH && !/\p{Cc}/u.test(name) && name !== "__proto__";

const byteLength = (text: string) => new TextEncoder().encode(text).byteLength;
