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

const ANGLE = /<[^<>]+>/;

/** Whether a recorded text stands for another text. */
export function standsFor(recorded: string, value: string, key: string): boolean {
  if (recorded === value) return true;
  if (WORDS.has(recorded) || recorded === key || recorded === kebab(key)) return true;
  if (!ANGLE.test(recorded)) return false;
  const pattern = recorded
    .split(/<[^<>]+>/)
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
