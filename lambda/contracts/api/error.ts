/**
 * The closed list of what the API answers when it cannot do what was asked, with the HTTP status of each. The words
 * follow the TwelveLabs platform where it has one for the case.
 */
export const API_ERRORS = {
  /** The body is no JSON, too deep, or no form. */
  body_invalid: 400,
  parameter_invalid: 400,
  parameter_not_provided: 400,
  parameter_unknown: 400,
  /** The index was made without this option. */
  search_option_not_supported: 400,
  search_filter_invalid: 400,
  search_page_token_expired: 400,
  /** The text is longer than the model takes. */
  token_limit_exceeded: 400,
  /** The model takes no video of this length or size. */
  video_not_supported: 400,
  /** The address may not be fetched: not https, private, or a page instead of a file. */
  url_not_allowed: 400,
  /** Terms of the site forbid fetching. */
  external_provider_not_supported: 400,
  api_key_invalid: 401,
  api_key_expired: 403,
  api_key_revoked: 403,
  /** Where AWS checks signatures instead of keys: there is none, or not a good one. */
  signature_invalid: 403,
  /** The key may not do this: a read key on a write. */
  scope_not_allowed: 403,
  /** The key is restricted to other indexes. */
  index_not_allowed: 403,
  resource_not_exists: 404,
  endpoint_not_exists: 404,
  method_not_allowed: 405,
  index_name_already_exists: 409,
  /** The video is still being processed. */
  video_not_ready: 409,
  /** The same question is being answered for another caller. */
  answer_in_progress: 409,
  task_cannot_be_deleted: 409,
  body_too_large: 413,
  content_type_not_supported: 415,
  /** The video has no results: it was refused or failed. */
  video_has_no_results: 422,
  /** The model's answer does not follow the schema that was asked for. */
  answer_invalid: 422,
  too_many_requests: 429,
  /** The question has used up the calls that may be paid for it. */
  budget_exceeded: 429,
  internal_error: 500,
  /** The model failed. */
  model_error: 502,
  /** A service that is needed is busy. */
  service_unavailable: 503,
  model_timeout: 504,
} as const;
export type ApiErrorCode = keyof typeof API_ERRORS;

/** The body of every answer that is no success. */
export interface ApiErrorBody {
  readonly code: ApiErrorCode;
  /** One plain sentence for the caller: what is wrong, with the field's name, and never what the caller must not see. */
  readonly message: string;
}

/** Ends a request with an error of the list. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: ApiErrorCode;

  constructor(code: ApiErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get status(): (typeof API_ERRORS)[ApiErrorCode] {
    return API_ERRORS[this.code];
  }
}

/** The collections that ids of the API belong to. */
export type Collection = "index" | "video" | "task" | "search" | "classification" | "embedding task";

/** The id is of the right form but names nothing, or nothing that this caller may see: both look the same. */
export const notFound = (collection: Collection, id: string) =>
  new ApiError("resource_not_exists", `Resource with id '${id}' does not exist in ${collection} collection.`);
