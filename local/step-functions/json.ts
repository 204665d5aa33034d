/** A JSON value as it travels between states. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSONata's name of a value's type, as Step Functions' error texts use it. */
export function typeName(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Limit on the input, result, output and variables of a state, in bytes of UTF-8 (Step Functions quotas). */
export const MAX_DATA_BYTES = 256 * 1024;

export function isTooLarge(text: string): boolean {
  // A UTF-16 code unit takes at most three bytes, so most texts need no count.
  return text.length * 3 > MAX_DATA_BYTES && Buffer.byteLength(text) > MAX_DATA_BYTES;
}
