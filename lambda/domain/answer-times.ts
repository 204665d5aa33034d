/** Hours are optional; minutes and seconds below 60 are what makes it a time. */
const CLOCK = /^(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d(?:\.\d+)?)$/;
const LOOKS_LIKE_CLOCK = /^\s*-?\d+(?::\d+)+(?:\.\d+)?\s*$/;

/**
 * The answer with the times that a model wrote as a clock (`1:15`) turned to seconds, and without the spans whose
 * clock does not exist (`1:61:00`) or whose number is beyond all numbers. Other wrong types stay for the schema to
 * refuse.
 */
export function readTimes(answer: object): { answer: object; repaired: boolean; dropped: boolean } {
  let repaired = false;
  let dropped = false;
  const entries = Object.entries(answer).map(([field, value]: [string, unknown]) => {
    if (!Array.isArray(value)) return [field, value];
    const kept = value.flatMap((item: unknown) => {
      const span = readSpan(item);
      if (span === undefined) dropped = true;
      else if (span !== item) repaired = true;
      return span === undefined ? [] : [span];
    });
    return [field, kept];
  });
  return { answer: Object.fromEntries(entries), repaired, dropped };
}

/** The same item when there was nothing to do, undefined when it has no time that exists. */
function readSpan(item: unknown): unknown {
  if (typeof item !== "object" || item === null || !("start" in item) || !("end" in item)) return item;
  const start = readTime(item.start);
  const end = readTime(item.end);
  if (start === undefined || end === undefined) return undefined;
  return start === item.start && end === item.end ? item : { ...item, start, end };
}

function readTime(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || !LOOKS_LIKE_CLOCK.test(value)) return value;
  const [match, hours = "0", minutes, seconds] = CLOCK.exec(value.trim()) ?? [];
  return match === undefined ? undefined : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
