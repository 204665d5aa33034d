/** Words and forms that a recorder puts in the place of values that change from run to run. */
const WORDS = new Set([
  "timestamp",
  "date",
  "datetime",
  "table-name",
  "snf_role_arn",
  "sfn_role_arn",
  "request-id",
  "RequestId",
]);

/** What stands in a template for something that its test puts in. */
export const PLACEHOLDER = /^(_{1,2}tb[dc]_{1,2}|%[A-Z_]+%)$/i;

/** `<name>`, also one within another where a recorder replaced twice. */
const ANGLE = /<(?:[^<>]|<[^<>]*>)+>/;

/** A word in place of a time that is named after some member, wherever the same time occurs again. */
const TIME_WORD = /^([a-z]+-)*(time|date|datetime|timestamp)$/;

/** A value that is made anew in every run. */
const TASK_TOKEN = /^AQCEAAAA[A-Za-z0-9+/]+={0,2}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** Whether a recorded text stands for another text. */
export function standsFor(recorded: string, value: string, key: string): boolean {
  if (recorded === value) return true;
  if (WORDS.has(recorded) || recorded === key || recorded === kebab(key)) return true;
  // Some tests replace tokens by words of their own.
  if (/token/i.test(recorded) && TASK_TOKEN.test(value)) return true;
  if (TIME_WORD.test(recorded) && TIME.test(value)) return true;
  if (!ANGLE.test(recorded)) return false;
  const pattern = recorded
    .split(ANGLE)
    .map((literal) => literal.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"))
    .join("[\\s\\S]*");
  return new RegExp(`^${pattern}$`).test(value);
}

/** Whether a recorded text is nothing but a placeholder for a time. */
export function isTimePlaceholder(text: string): boolean {
  return /^(<?(timestamp|date|datetime)[^>]*>?)$/i.test(text);
}

function kebab(key: string): string {
  return key.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
}

/** A valid ARN for one with placeholders in it. */
export function concreteArn(recorded: string): string {
  return recorded
    .replace(/<partition>/g, "aws")
    .replace(/<region>/g, "us-east-1")
    .replace(/<([^<>]+)>/g, (_, name: string) => name.replace(/[^a-zA-Z0-9_-]/g, "_"));
}
