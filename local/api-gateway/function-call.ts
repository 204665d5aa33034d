import type { LambdaStandIn } from "../lambda/stand-in.ts";
import { AccessDenied, type Caller, ServiceError } from "../service.ts";
import { Refusal } from "./response-types.ts";

export type Functions = Pick<LambdaStandIn, "invoke" | "invokeWithResponseStream">;

/** @throws Refusal API_CONFIGURATION_ERROR without a permission of the function, or a grant of the role */
export function authorizeCall(caller: Caller, functionArn: string): void {
  try {
    caller.authorize("lambda:InvokeFunction", functionArn);
  } catch (error) {
    if (error instanceof AccessDenied) throw new Refusal("API_CONFIGURATION_ERROR");
    throw error;
  }
}

/** What the gateway makes of an invocation that Lambda did not take on; another error is no refusal and stays. */
export function refused(error: unknown): unknown {
  if (!(error instanceof ServiceError)) return error;
  return error.name === "RequestTooLargeException"
    ? new Refusal("REQUEST_TOO_LARGE")
    : new Refusal("API_CONFIGURATION_ERROR");
}
