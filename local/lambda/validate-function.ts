import { ServiceError } from "../service.ts";
import type { FunctionOptions } from "./function-options.ts";

/** Variables that the service sets itself and refuses in a configuration. */
const RESERVED_VARIABLES = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SECRET_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

/** Throws the service's `InvalidParameterValueException` for what it, or this host, cannot run. */
export function validateFunction(options: FunctionOptions): void {
  check(/^[a-zA-Z0-9-_]{1,64}$/, "functionName", options.name);
  // Another language would need its own runtime; running nothing and saying so beats running the wrong thing.
  check(/^nodejs\d+\.x$/, "runtime", options.runtime);
  check(/^[^\s]{1,128}$/, "handler", options.handler);
  checkRange(128, 10_240, "memorySize", options.memoryMb);
  checkRange(1, 900, "timeout", options.timeoutSec);
  if (options.reservedConcurrency !== undefined) {
    checkRange(0, Number.MAX_SAFE_INTEGER, "reservedConcurrentExecutions", options.reservedConcurrency);
  }
  const reserved = Object.keys(options.environment).filter((name) => RESERVED_VARIABLES.has(name));
  if (reserved.length > 0) {
    throw invalid(
      "Lambda was unable to configure your environment variables because the environment variables you have " +
        "provided contains reserved keys that are currently not supported for modification. " +
        `Reserved keys used in this request: ${reserved.join(", ")}`,
    );
  }
}

function check(pattern: RegExp, field: string, value: string): void {
  if (pattern.test(value)) return;
  throw invalid(
    `Value '${value}' at '${field}' failed to satisfy constraint: ` +
      `Member must satisfy regular expression pattern: ${pattern.source}`,
  );
}

function checkRange(min: number, max: number, field: string, value: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  const side =
    value < min
      ? `Member must have value greater than or equal to ${min}`
      : `Member must have value less than or equal to ${max}`;
  throw invalid(`Value '${value}' at '${field}' failed to satisfy constraint: ${side}`);
}

const invalid = (message: string) =>
  new ServiceError("InvalidParameterValueException", message, 400, { Type: "User" });
