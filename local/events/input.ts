import type * as z from "zod";
import { notSupported, validationError } from "./errors.ts";

/**
 * Reads the input of an operation. A field that the schema does not name is refused, because it would change what
 * the service does.
 * @throws ValidationException, or UnknownOperationException (501)
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const { success, data, error } = schema.safeParse(input);
  if (success) return data;
  const issue = error.issues[0];
  if (issue?.code === "unrecognized_keys") throw notSupported(`the field ${issue.keys.join(", ")}`);
  throw validationError(`1 validation error detected: ${issue?.path.join(".")}: ${issue?.message}`);
}
