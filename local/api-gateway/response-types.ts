/** What API Gateway says by itself when a request does not get its answer from the back end. */
export interface Standard {
  readonly status: number;
  /** Null where the service tells nobody what is wrong. */
  readonly message: string | null;
  /** Value of the header `x-amzn-errortype`. */
  readonly errorType: string;
}

const internal = (status: number, message: string | null = "Internal server error"): Standard => ({
  status,
  message,
  errorType: "InternalServerErrorException",
});

/**
 * The response types, each with what it says by default (API Gateway's developer guide, "Gateway response types").
 * Types of features that are not here (usage plans, request validators, WAF) are known, but never come up.
 */
export const STANDARD = {
  ACCESS_DENIED: {
    status: 403,
    message: "User is not authorized to access this resource",
    errorType: "AccessDeniedException",
  },
  API_CONFIGURATION_ERROR: internal(500),
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    message: null,
    errorType: "AuthorizerConfigurationException",
  },
  AUTHORIZER_FAILURE: { status: 500, message: null, errorType: "AuthorizerFailureException" },
  BAD_REQUEST_BODY: { status: 400, message: "Invalid request body", errorType: "BadRequestException" },
  BAD_REQUEST_PARAMETERS: {
    status: 400,
    message: "Missing required request parameters",
    errorType: "BadRequestException",
  },
  EXPIRED_TOKEN: {
    status: 403,
    message: "The security token included in the request is expired",
    errorType: "ExpiredTokenException",
  },
  INTEGRATION_FAILURE: internal(504, "Network error communicating with endpoint"),
  INTEGRATION_TIMEOUT: internal(504, "Endpoint request timed out"),
  INVALID_API_KEY: { status: 403, message: "Forbidden", errorType: "ForbiddenException" },
  INVALID_SIGNATURE: {
    status: 403,
    message: "The security token included in the request is invalid.",
    errorType: "UnrecognizedClientException",
  },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message: "Missing Authentication Token",
    errorType: "MissingAuthenticationTokenException",
  },
  QUOTA_EXCEEDED: { status: 429, message: "Limit Exceeded", errorType: "LimitExceededException" },
  REQUEST_TOO_LARGE: { status: 413, message: "Request Too Long", errorType: "RequestTooLargeException" },
  RESOURCE_NOT_FOUND: { status: 404, message: "Not Found", errorType: "NotFoundException" },
  THROTTLED: { status: 429, message: "Too Many Requests", errorType: "TooManyRequestsException" },
  UNAUTHORIZED: { status: 401, message: "Unauthorized", errorType: "UnauthorizedException" },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: "Unsupported Media Type",
    errorType: "UnsupportedMediaTypeException",
  },
  WAF_FILTERED: { status: 403, message: "Forbidden", errorType: "ForbiddenException" },
  DEFAULT_4XX: { status: 400, message: "Bad Request", errorType: "BadRequestException" },
  DEFAULT_5XX: internal(500),
} as const satisfies Record<string, Standard>;

export type ResponseType = keyof typeof STANDARD;

export const RESPONSE_TYPES = Object.keys(STANDARD) as readonly ResponseType[];

/** A gateway response of the template: what it sets replaces the default. */
export interface GatewayResponse {
  readonly status: number | undefined;
  /** Headers by name; values are `'text'` in single quotes, or `context.…`. */
  readonly headers: Readonly<Record<string, string>>;
  /** Content type and text with `$context.…`; undefined: the default body. */
  readonly template: { readonly contentType: string; readonly text: string } | undefined;
}

/** Ends the handling of a request with a gateway response. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly type: ResponseType;
  /** Differs from the type's own where AWS has several statuses for one type. */
  readonly status: number;
  readonly shown: string | null;

  /** @param details where they differ from the standard of the type */
  constructor(type: ResponseType, details: { readonly status?: number; readonly message?: string } = {}) {
    const standard: Standard = STANDARD[type];
    super(details.message ?? standard.message ?? type);
    this.type = type;
    this.status = details.status ?? standard.status;
    this.shown = details.message ?? standard.message;
  }
}
