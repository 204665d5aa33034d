import { PermanentError, TemporaryError } from "../domain/errors.ts";
import { Throttled } from "../ports.ts";

/** Refused before any work: nothing was paid. */
const BUSY = new Set([
  "ThrottlingException",
  "ServiceQuotaExceededException",
  "ServiceUnavailableException",
  "ModelNotReadyException",
]);
/** The model had the work, or may have had it. */
const MODEL_FAULTS = new Set(["InternalServerException", "ModelErrorException", "ModelStreamErrorException"]);
/** Bedrock's words for media that it cannot use (too short, a codec it does not know). */
const UNPROCESSABLE =
  /unprocessable|unsupported (codec|format|media)|could not be (decoded|processed)|invalid (video|media)/i;

/**
 * What a failed call of Bedrock means for the run. The texts are the service's own, never a model's.
 *
 * @returns `Throttled`, a `TemporaryError` or a `PermanentError`
 */
export function bedrockError(error: unknown): Error {
  if (!(error instanceof Error)) return new TemporaryError("MODEL_ERROR", `Bedrock failed: ${String(error)}`);
  const { name, message } = error;
  const because = { cause: error };
  if (BUSY.has(name)) return new Throttled(`${name}: ${message}`, because);
  if (MODEL_FAULTS.has(name))
    return new TemporaryError("MODEL_ERROR", `Bedrock failed with ${name}: ${message}`, because);
  if (/Timeout|AbortError/i.test(name))
    return new TemporaryError("MODEL_TIMEOUT", "Bedrock did not answer in time.", because);
  if (name === "AccessDeniedException")
    return new PermanentError("ACCESS_DENIED", `Bedrock denied the call: ${message}`, because);
  if (name === "ValidationException") return refused(message, because);
  if (name === "ResourceNotFoundException")
    return new PermanentError("CONFIG", `Bedrock does not know the model: ${message}`, because);
  if (name === "ConflictException")
    return new PermanentError(
      "INTERNAL",
      `Bedrock has seen this request token with another request: ${message}`,
      because,
    );
  return new TemporaryError("MODEL_ERROR", `The call of Bedrock was cut off (${name}).`, because);
}

function refused(message: string, because: ErrorOptions): Error {
  const code = UNPROCESSABLE.test(message) ? "MODEL_REJECTED" : "CONFIG";
  return new PermanentError(code, `The model refused the request: ${message}`, because);
}

/** The same for the message of an asynchronous invocation that failed. */
export function invocationFailure(message: string): PermanentError {
  const code = UNPROCESSABLE.test(message) ? "MODEL_REJECTED" : "MODEL_ERROR";
  return new PermanentError(code, `The embedding model failed: ${message}`);
}
