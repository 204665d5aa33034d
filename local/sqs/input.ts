import type * as z from "zod";
import { ServiceError } from "../service.ts";
import { invalidValue, missingParameter, notSupported } from "./errors.ts";

/**
 * Reads the input of an operation. A field that the schema does not name is refused, because it would change what
 * the service does.
 * @throws MissingRequiredParameterException, SerializationException, or UnsupportedOperation (501)
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const { success, data, error } = schema.safeParse(input);
  if (success) return data;
  const issue = error.issues[0];
  if (issue?.code === "unrecognized_keys") throw notSupported(`the field ${issue.keys.join(", ")}`);
  const field = issue?.path.join(".") ?? "";
  if (issue?.code === "invalid_type" && valueAt(input, issue.path) === undefined)
    throw missingParameter(field);
  throw new ServiceError("SerializationException", `${field}: ${issue?.message}`);
}

/** Checks a number that the request may leave out. */
export function checkRange(
  value: number | undefined,
  parameter: string,
  min: number,
  max: number,
  reason = `Must be >= ${min} and <= ${max}, if provided`,
): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= min && value <= max)) {
    throw invalidValue(value, parameter, reason);
  }
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    input,
  );
}
