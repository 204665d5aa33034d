import { devNull } from "node:os";
import type { Place } from "../service.ts";
import type { FunctionOptions } from "./function-options.ts";

/**
 * All of `process.env` that a function sees: its own variables and those that Lambda sets. Nothing of the host's
 * environment gets through, so a handler cannot depend on the machine that it runs on.
 */
export function functionVariables(
  options: FunctionOptions,
  place: Place,
  endpoint: string,
): Record<string, string> {
  return {
    TZ: "UTC",
    ...options.environment,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: options.accessKeyId,
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_LAMBDA_FUNCTION_NAME: options.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(options.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    LAMBDA_TASK_ROOT: options.codeDir,
    // The SDK would otherwise read the profile files in the home folder of whoever runs the host.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
  };
}
