import type { Place } from "../service.ts";
import { functionArn } from "./function-name.ts";
import type { FunctionOptions } from "./function-options.ts";

/** A function as the API describes it. */
export function functionConfiguration(place: Place, options: FunctionOptions) {
  return {
    FunctionName: options.name,
    FunctionArn: functionArn(place, options.name),
    Runtime: options.runtime,
    Handler: options.handler,
    MemorySize: options.memoryMb,
    Timeout: options.timeoutSec,
    Version: "$LATEST",
    PackageType: "Zip",
    State: "Active",
    LastUpdateStatus: "Successful",
    Environment: { Variables: options.environment },
  };
}
