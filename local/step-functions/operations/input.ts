import * as z from "zod";
import { ServiceError } from "../../service.ts";

/**
 * Reads the input of an operation.
 * @throws ServiceError `ValidationException` in the form of the real service
 */
export function readInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const { issues } = result.error;
  const found =
    issues.length === 1 ? "1 validation error detected" : `${issues.length} validation errors detected`;
  throw new ServiceError(
    "ValidationException",
    `${found}: ${issues.map((each) => problem(each, input)).join("; ")}`,
  );
}

function problem(issue: z.core.$ZodIssue, input: unknown): string {
  if (issue.code === "unrecognized_keys") return `Unknown fields: ${issue.keys.join(", ")}`;
  const field = issue.path.join(".");
  const value = issue.path.reduce<unknown>(
    (found, key) => (found as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
  const shown =
    value === undefined ? "null" : `'${typeof value === "string" ? value : JSON.stringify(value)}'`;
  return `Value ${shown} at '${field}' failed to satisfy constraint: ${constraint(issue, value)}`;
}

function constraint(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return "Member must not be null";
  switch (issue.code) {
    case "too_big":
      return issue.origin === "number"
        ? `Member must have value less than or equal to ${issue.maximum}`
        : `Member must have length less than or equal to ${issue.maximum}`;
    case "too_small":
      return issue.origin === "number"
        ? `Member must have value greater than or equal to ${issue.minimum}`
        : `Member must have length greater than or equal to ${issue.minimum}`;
    case "invalid_value":
      return `Member must satisfy enum value set: [${issue.values.join(", ")}]`;
    case "invalid_format":
      return `Member must satisfy regular expression pattern: ${issue.pattern ?? issue.format}`;
    default:
      return issue.message;
  }
}

/** Fields that several operations take. */
export const arnField = z.string().min(1).max(256);
export const maxResultsField = z.number().int().min(0).max(1000).optional();
export const nextTokenField = z.string().min(1).max(1024).optional();
