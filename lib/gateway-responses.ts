import * as apigateway from "aws-cdk-lib/aws-apigateway";
import { API_ERRORS, type ApiErrorCode } from "../lambda/contracts/api/error.ts";
import type { Config } from "./config.ts";

const { ResponseType } = apigateway;

/** What API Gateway answers before or instead of the query function, in the words of the API. */
interface Refusal {
  readonly type: apigateway.ResponseType;
  readonly code: ApiErrorCode;
  readonly message: string;
}

const refusal = (type: apigateway.ResponseType, code: ApiErrorCode, message: string): Refusal => ({
  type,
  code,
  message,
});

const LATER = "Try again in a moment.";

/** The same whoever calls. A type that is not here answers as its class: DEFAULT_4XX or DEFAULT_5XX. */
const ALWAYS: readonly Refusal[] = [
  refusal(ResponseType.REQUEST_TOO_LARGE, "body_too_large", "The request is larger than the API takes."),
  refusal(ResponseType.RESOURCE_NOT_FOUND, "endpoint_not_exists", "There is no such path."),
  refusal(
    ResponseType.UNSUPPORTED_MEDIA_TYPE,
    "content_type_not_supported",
    "The Content-Type of the request is not supported.",
  ),
  refusal(ResponseType.DEFAULT_4XX, "body_invalid", "The request could not be read."),
  refusal(
    ResponseType.AUTHORIZER_FAILURE,
    "service_unavailable",
    `The API key could not be checked. ${LATER}`,
  ),
  refusal(ResponseType.INTEGRATION_FAILURE, "service_unavailable", `The API could not be reached. ${LATER}`),
  refusal(ResponseType.INTEGRATION_TIMEOUT, "model_timeout", "The answer took too long."),
  refusal(ResponseType.DEFAULT_5XX, "internal_error", "Something went wrong on the server."),
];

const WITH_KEYS: readonly Refusal[] = [
  // One text, so that nobody learns whether a key exists.
  refusal(
    ResponseType.UNAUTHORIZED,
    "api_key_invalid",
    "The API key is missing or not valid. Send it in the x-api-key header.",
  ),
  // The name says something else, but with keys it is what a path gets that is no resource.
  refusal(
    ResponseType.MISSING_AUTHENTICATION_TOKEN,
    "endpoint_not_exists",
    "There is no such path. The API is mounted at /v1.2.",
  ),
];

const SIGNED = "Sign the request by AWS Signature Version 4 for the service execute-api.";

const WITH_SIGNATURES: readonly Refusal[] = [
  refusal(
    ResponseType.MISSING_AUTHENTICATION_TOKEN,
    "signature_invalid",
    `No signature, or no such path. ${SIGNED}`,
  ),
  refusal(ResponseType.INVALID_SIGNATURE, "signature_invalid", `The signature is not valid. ${SIGNED}`),
  refusal(ResponseType.EXPIRED_TOKEN, "signature_invalid", "The AWS credentials have expired."),
  refusal(ResponseType.ACCESS_DENIED, "scope_not_allowed", "No policy lets this AWS identity call the API."),
];

/**
 * Sets the body `{ code, message }` for all that the gateway answers by itself. Nothing in it comes from the request,
 * and what comes from the authorizer is one of two fixed texts: so it is always JSON and tells nothing.
 */
export function addGatewayResponses(api: apigateway.RestApi, { auth }: Pick<Config, "auth">): void {
  const add = (type: apigateway.ResponseType, statusCode: number, template: string) =>
    api.addGatewayResponse(type.responseType, {
      type,
      statusCode: String(statusCode),
      templates: { "application/json": template },
    });
  for (const { type, code, message } of [...ALWAYS, ...(auth === "key" ? WITH_KEYS : WITH_SIGNATURES)]) {
    add(type, API_ERRORS[code], JSON.stringify({ code, message }));
  }
  if (auth === "key") {
    // Expired and revoked keys are told apart by the authorizer.
    const told = { code: "$context.authorizer.code", message: "$context.authorizer.message" };
    add(ResponseType.ACCESS_DENIED, API_ERRORS.api_key_revoked, JSON.stringify(told));
  }
  // As on the platform: the status alone.
  add(ResponseType.THROTTLED, API_ERRORS.too_many_requests, "");
}
