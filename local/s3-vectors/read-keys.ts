import { invalidField } from "./errors.ts";
import type { FieldReader } from "./fields.ts";
import { MAX_KEY_LENGTH } from "./limits.ts";

/** The vector keys of a request, each once. @param max how many the operation takes */
export function readKeys(fields: FieldReader, max: number): string[] {
  const keys = fields.list("keys", 1, max).map((key, n) => {
    if (typeof key === "string" && key.length >= 1 && key.length <= MAX_KEY_LENGTH) return key;
    const path = `/keys/${n}`;
    const rule = `Member must have length between 1 and ${MAX_KEY_LENGTH}, inclusive`;
    throw invalidField(path, `Value at '${path}' failed to satisfy constraint: ${rule}`);
  });
  return [...new Set(keys)];
}
