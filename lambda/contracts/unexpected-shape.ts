import type * as z from "zod";

/** What came from outside is not what was agreed. The text names places and types, never what a model wrote. */
export class UnexpectedShape extends Error {
  override readonly name = "UnexpectedShape";
}

/** Where and how a value differs from its schema, without the value. */
export function describeIssues(error: z.ZodError): string {
  const [first, ...others] = error.issues;
  if (!first) return "unknown difference";
  const place = first.path.length > 0 ? first.path.join(".") : "the whole";
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  return `${place}: ${first.code}${"expected" in first ? `, expected ${String(first.expected)}` : ""}${more}`;
}
