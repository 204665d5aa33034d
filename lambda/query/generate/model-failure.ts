import { ApiError } from "../../contracts/api/error.ts";
import { UnexpectedShape } from "../../contracts/unexpected-shape.ts";
import { PermanentError, TemporaryError } from "../../domain/errors.ts";
import { Throttled } from "../../ports.ts";

/** How a service says that a prompt is too long; the bounds that are checked before the call are a guess. */
const TOO_LONG = /token|too long/i;

/**
 * What a failed call of a model means for the caller. The service's own words stay in the cause: they may name
 * resources of the account. What is no failure of a model comes back as it is.
 */
export function modelFailure(error: unknown): unknown {
  const failure = (...[code, message]: ConstructorParameters<typeof ApiError>) =>
    new ApiError(code, message, { cause: error });
  if (error instanceof Throttled)
    return failure("too_many_requests", "The model is busy. Nothing was paid; try again in a moment.");
  if (error instanceof UnexpectedShape)
    return failure("model_error", "The model's answer has a form that is not known.");
  if (!(error instanceof TemporaryError || error instanceof PermanentError)) return error;
  switch (error.code) {
    case "MODEL_TIMEOUT":
      return failure("model_timeout", "The model did not answer in time.");
    case "MODEL_REJECTED":
      return failure("video_not_supported", "The model cannot use this media.");
    case "CONFIG":
      return TOO_LONG.test(error.detail)
        ? failure("token_limit_exceeded", "The prompt is longer than the model takes.")
        : failure("model_error", "The model refused the request.");
    default:
      return failure("model_error", "The model failed.");
  }
}
