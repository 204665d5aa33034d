const EXTENDED_OFFSET =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(?:Z|[+-](\d{2}):(\d{2}))$/;

/**
 * Milliseconds since 1970 of an ISO 8601 date and time with `T` and an offset, to the nanosecond at most;
 * undefined for everything else, also for dates that no calendar has.
 */
export function parseTimestamp(text: string): number | undefined {
  const parts = EXTENDED_OFFSET.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((p) => Number(p ?? 0));
  const offsetHour = Number(parts[8] ?? 0);
  const offsetMinute = Number(parts[9] ?? 0);
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const valid =
    month >= 1 && month <= 12 && day >= 1 && day <= lastDay && hour <= 23 && minute <= 59 && second <= 59;
  if (!valid || offsetHour > 18 || offsetMinute > 59) return undefined;
  // Date.parse reads no more than milliseconds everywhere.
  return Date.parse(text.replace(/(\.\d{3})\d+/, "$1"));
}
