import { isObject } from "./fields.ts";
import type { Metadata } from "./filter.ts";
import {
  MAX_FILTERABLE_BYTES,
  MAX_METADATA_BYTES,
  MAX_METADATA_KEY_LENGTH,
  MAX_METADATA_KEYS,
} from "./limits.ts";

/** What is wrong with the metadata of a vector; undefined when nothing is. */
export function metadataFault(metadata: unknown, nonFilterable: ReadonlySet<string>): string | undefined {
  if (!isObject(metadata)) return "Metadata must be an object";
  const entries = Object.entries(metadata);
  if (entries.length > MAX_METADATA_KEYS) return `Metadata must have at most ${MAX_METADATA_KEYS} keys`;
  for (const [key, value] of entries) {
    if (key.length < 1 || key.length > MAX_METADATA_KEY_LENGTH) {
      return `Metadata keys must have between 1 and ${MAX_METADATA_KEY_LENGTH} characters`;
    }
    if (value === null) return `Metadata value for key '${key}' must not be null`;
    if (!nonFilterable.has(key) && !isFilterable(value)) {
      return `Filterable metadata value for key '${key}' must be a string, number, boolean or a list of them`;
    }
  }
  const filterable = Object.fromEntries(entries.filter(([key]) => !nonFilterable.has(key)));
  if (bytesOf(filterable) > MAX_FILTERABLE_BYTES) {
    return `Filterable metadata must have at most ${MAX_FILTERABLE_BYTES} bytes`;
  }
  if (bytesOf(metadata) > MAX_METADATA_BYTES) return `Metadata must have at most ${MAX_METADATA_BYTES} bytes`;
  return undefined;
}

/** Size on the wire; an empty object counts as nothing. */
export function bytesOf(metadata: Metadata): number {
  return Object.keys(metadata).length === 0 ? 0 : Buffer.byteLength(JSON.stringify(metadata));
}

const isPrimitive = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);
const isFilterable = (value: unknown) =>
  Array.isArray(value) ? value.every(isPrimitive) : isPrimitive(value);
