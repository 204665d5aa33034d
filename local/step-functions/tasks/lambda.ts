import type { Caller, FunctionHost, Place } from "../../service.ts";
import { StateFailure } from "../interpreter/failure.ts";
import type { Json, JsonObject } from "../json.ts";
import { type ErrorNames, taskError } from "./error-names.ts";
import { type Integration, sdkMetadata } from "./integration.ts";

export const LAMBDA_ERRORS: ErrorNames = { prefix: "Lambda", base: "AWSLambdaException", unmodelled: [] };

/** `lambda:invoke`: waits for the function; its payload stands beside the metadata of the call. */
export function lambdaInvoke(functions: FunctionHost, place: Place): Integration {
  return {
    // InvocationType and LogType are left out: the host has no asynchronous call and no log tail for a Task.
    parameters: ["FunctionName", "Payload", "Qualifier"],
    required: ["FunctionName"],
    canWaitForToken: true,
    errors: LAMBDA_ERRORS,
    async call({ FunctionName, Payload, Qualifier }, caller) {
      const name = String(FunctionName) + (Qualifier === undefined ? "" : `:${Qualifier}`);
      const payload = await invoke(functions, place, name, Payload === undefined ? {} : Payload, caller);
      return { ExecutedVersion: "$LATEST", Payload: payload, ...sdkMetadata(), StatusCode: 200 };
    },
  };
}

/**
 * Invokes a function by name or ARN and gives its payload.
 * @throws StateFailure under the function's error type when the handler failed
 */
export async function invoke(
  functions: FunctionHost,
  place: Place,
  nameOrArn: string,
  payload: Json,
  caller: Caller,
): Promise<Json> {
  caller.authorize("lambda:InvokeFunction", functionArn(nameOrArn, place));
  const { payload: text, functionError } = await functions.invoke(nameOrArn, JSON.stringify(payload));
  if (functionError === undefined) return JSON.parse(text === "" ? "null" : text);
  const { errorType } = JSON.parse(text) as JsonObject;
  throw new StateFailure(typeof errorType === "string" ? errorType : "Lambda.Unknown", text);
}

/** @throws StateFailure in the words of the integration when the host itself refused the call */
export async function invokeFunctionResource(
  functions: FunctionHost,
  place: Place,
  arn: string,
  payload: Json,
  caller: Caller,
): Promise<Json> {
  try {
    return await invoke(functions, place, arn, payload, caller);
  } catch (failure) {
    if (failure instanceof StateFailure) throw failure;
    const { error, cause } = taskError(LAMBDA_ERRORS, failure);
    throw new StateFailure(error, cause);
  }
}

/** The ARN that policies name. `account:function:name` and `account:name` are partial forms that Lambda takes. */
function functionArn(nameOrArn: string, { account, region }: Place): string {
  if (nameOrArn.startsWith("arn:")) return nameOrArn;
  const name = nameOrArn.replace(/^\d{12}:(function:)?/, "");
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}
