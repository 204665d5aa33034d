import { ApiError } from "../../contracts/api/error.ts";
import { PermanentError, TemporaryError } from "../../domain/errors.ts";
import { Throttled } from "../../ports.ts";

/** How a service says that a text is too long; the bound that is checked before the call is a guess. */
const TOO_LONG = /token|too long|length/i;

/**
 * What a failed embedding of a query means for the caller. The service's own words stay in the cause.
 * @param error from `bedrockError`
 */
export function embeddingFailure(error: Error, kind: "text" | "image"): Error {
  const because = { cause: error };
  if (error instanceof Throttled)
    return new ApiError("too_many_requests", "The embedding model is busy. Try again in a moment.", because);
  if (error instanceof TemporaryError && error.code === "MODEL_TIMEOUT")
    return new ApiError("model_timeout", "The embedding model did not answer in time.", because);
  if (error instanceof PermanentError && isRefusal(error)) {
    if (kind === "image")
      return new ApiError("parameter_invalid", "The model cannot use the image to search for.", because);
    if (TOO_LONG.test(error.detail)) return tooLong(because);
  }
  return new ApiError("model_error", "The embedding model failed.", because);
}

export const tooLong = (options?: ErrorOptions) =>
  new ApiError("token_limit_exceeded", "The text is longer than the embedding model takes.", options);

/** The request itself was at fault, and not a permission or a model that is not there. */
const isRefusal = ({ cause }: PermanentError) =>
  cause instanceof Error && cause.name === "ValidationException";
