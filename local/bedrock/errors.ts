import { reportFault } from "../fault.ts";
import { AccessDenied, ServiceError } from "../service.ts";

export const validation = (message: string) => new ServiceError("ValidationException", message, 400);

/** The form in which Bedrock reports a body that does not fit the model's schema. */
export const malformed = (detail: string) =>
  validation(`Malformed input request: ${detail}, please reformat your input and try again.`);

export const throttled = () =>
  new ServiceError("ThrottlingException", "Too many requests, please wait before trying again.", 429);

export const quotaExceeded = () =>
  new ServiceError(
    "ServiceQuotaExceededException",
    "Too many async invocations are in progress. Wait for some to end before you start another.",
    400,
  );

export const conflict = () =>
  new ServiceError(
    "ConflictException",
    "The client request token was already used with different parameters.",
    400,
  );

export const endOfLife = () =>
  new ServiceError(
    "ResourceNotFoundException",
    "This model version has reached the end of its life. Please refer to the AWS documentation for more details.",
    404,
  );

export const modelError = (message: string, modelId: string) =>
  new ServiceError("ModelErrorException", message, 424, { originalStatusCode: 500, resourceName: modelId });

export const unprocessableVideo = (why: string) =>
  validation(`Unprocessable video: ${why.replace(/\.$/, "")}.`);

/** Gives errors that other parts of the host throw the names and codes of this service. */
export function asBedrockError(error: unknown): ServiceError {
  if (error instanceof AccessDenied) return new ServiceError("AccessDeniedException", error.message, 403);
  if (error instanceof ServiceError && error.name === "AccessDenied") {
    return new ServiceError("AccessDeniedException", error.message, 403);
  }
  if (error instanceof ServiceError) return error;
  reportFault("stand-in failed", error);
  return new ServiceError("InternalServerException", String(error), 500);
}
