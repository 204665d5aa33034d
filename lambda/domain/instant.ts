/** RFC 3339 with or without a time of day and a zone; without one, UTC is meant. */
const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;
const ZONE = /(Z|[+-]\d{2}:?\d{2})$/i;

/** A time in the one form of the catalog (ISO 8601, UTC, milliseconds), whose text order is that of time; or undefined. */
export function instantOf(text: string): string | undefined {
  if (!TIME.test(text)) return undefined;
  const isZoned = text.length === "2026-01-01".length || ZONE.test(text);
  const at = new Date(isZoned ? text : `${text}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** `at`, or the next millisecond after `before` when `at` is not later: every change of a record has a time of its own. */
export function laterThan(before: string, at: string): string {
  return at > before ? at : new Date(Date.parse(before) + 1).toISOString();
}
