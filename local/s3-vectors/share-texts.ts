import type { Metadata } from "./filter.ts";

/**
 * The same metadata, with the texts of `neighbour` where they are equal: the vectors of a video come one after another
 * and carry the same ids, but every parsed JSON has copies of its own.
 */
export function shareTexts(metadata: Metadata, neighbour: Metadata): Metadata {
  const shared: Record<string, unknown> = { ...metadata };
  for (const [name, value] of Object.entries(metadata)) {
    if (typeof value === "string" && neighbour[name] === value) shared[name] = neighbour[name];
  }
  return shared;
}
