import { TemplateError } from "../template-error.ts";
import { wildcard } from "./wildcard.ts";

const ARN_PARTS = 6;

/** The six parts of an ARN; the last one keeps its colons. */
function parts(arn: string): string[] {
  const all = arn.split(":");
  return [...all.slice(0, ARN_PARTS - 1), all.slice(ARN_PARTS - 1).join(":")];
}

/**
 * Predicate for ARNs under a pattern whose six parts are compared one by one, so that no wildcard reaches across a
 * colon into the next part. The pattern `*` alone matches everything, also a request without a resource (`*`).
 * @throws `TemplateError` when the pattern is neither `*` nor an ARN, or contains a policy variable
 */
export function arnPattern(pattern: string): (arn: string) => boolean {
  if (pattern.includes("${")) throw new TemplateError(`the policy variable in "${pattern}" is not supported`);
  if (pattern === "*") return () => true;
  if (!pattern.startsWith("arn:") || pattern.split(":").length < ARN_PARTS) {
    throw new TemplateError(`the resource "${pattern}" must be an ARN or *`);
  }
  const tests = parts(pattern).map((part) => wildcard(part));
  return (arn) => {
    const given = parts(arn);
    return tests.every((test, index) => test(given[index] ?? ""));
  };
}
