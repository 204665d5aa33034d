import type * as z from "zod";
import { ApiError, type ApiErrorCode } from "../../contracts/api/error.ts";

/** Characters of a caller's own value that are repeated in a message. */
const SHOWN = 60;
/** Faults, and unknown names in one of them, that a message tells: a body can have a million. */
const MOST_TOLD = 5;

/**
 * Fields of a body or of a query string through a strict schema.
 * @throws ApiError that names the first fields at fault, with the code of the first
 */
export function parseParameters<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const { issues } = result.error;
  const faults = issues.slice(0, MOST_TOLD).map(fault);
  const code = faults[0]?.code ?? "parameter_invalid";
  const rest = issues.length > MOST_TOLD ? [`(${andMore(issues.length)})`] : [];
  throw new ApiError(code, [...faults.map(({ message }) => message), ...rest].join(" "));
}

interface Fault {
  readonly code: ApiErrorCode;
  readonly message: string;
}

function fault(issue: z.core.$ZodIssue): Fault {
  const field = issue.path.map(String).join(".").slice(0, SHOWN);
  if (issue.code === "unrecognized_keys") {
    const { keys } = issue;
    const names = keys
      .slice(0, MOST_TOLD)
      .map((key) => (field === "" ? key : `${field}.${key}`).slice(0, SHOWN))
      .join(", ");
    const all = keys.length > MOST_TOLD ? `${names} ${andMore(keys.length)}` : names;
    return { code: "parameter_unknown", message: `The ${all} parameter is unknown.` };
  }
  if (field === "") return { code: "parameter_invalid", message: `The body is invalid: ${issue.message}.` };
  if (issue.code === "invalid_type" && issue.input === undefined) {
    return {
      code: "parameter_not_provided",
      message: `The ${field} parameter is required but was not provided.`,
    };
  }
  return { code: "parameter_invalid", message: `The ${field} parameter is invalid: ${issue.message}.` };
}

const andMore = (count: number) => `and ${count - MOST_TOLD} more`;
