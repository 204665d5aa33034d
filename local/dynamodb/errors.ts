import { AccessDenied, ServiceError } from "../service.ts";

export const validationError = (message: string) => new ServiceError("ValidationException", message);

/** Something that the real service can do and the stand-in cannot: an error, because ignoring it would be silent. */
export const unsupported = (what: string) => validationError(`${what} is not supported by the local host`);

/** The names that the service gives under another namespace than its own. */
const NAMESPACES: Readonly<Record<string, string>> = {
  ValidationException: "com.amazon.coral.validate",
  AccessDeniedException: "com.amazon.coral.service",
  SerializationException: "com.amazon.coral.service",
  UnknownOperationException: "com.amazon.coral.service",
};

/** The `__type` of an error body. */
export function errorType(name: string): string {
  return `${NAMESPACES[name] ?? "com.amazonaws.dynamodb.v20120810"}#${name}`;
}

/** Turns dynalite's errors into the stand-ins' own; anything else stays as it is. */
export function toServiceError(error: unknown): unknown {
  if (error instanceof ServiceError || error instanceof AccessDenied || !isDynaliteError(error)) return error;
  const { __type, message, Message, ...fields } = error.body;
  const name = String(__type).split("#").pop() ?? "InternalServerError";
  return new ServiceError(name, String(message ?? Message ?? ""), error.statusCode, fields);
}

function isDynaliteError(
  error: unknown,
): error is { readonly statusCode: number; readonly body: Readonly<Record<string, unknown>> } {
  return typeof error === "object" && error !== null && "statusCode" in error && "body" in error;
}
