import { types } from "node:util";
import { PermanentError, TemporaryError } from "../domain/errors.ts";

/** What the SDK throws: a name from the service's model, and the answer's status where there was an answer. */
interface SdkError extends Error {
  /** Of an error of the connection, such as ECONNRESET. */
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const DENIED = /^AccessDenied/;
const BUSY =
  /Throttl|TooManyRequests|ProvisionedThroughput|RequestLimit|SlowDown|ServiceUnavailable|Transaction(Canceled|Conflict|InProgress)/;

/**
 * Runs a call of a service that reelbase stores things in, and says of a failure whether trying again may help:
 * a denied action names what is missing, a busy or unreachable service is temporary, all else is a fault of ours.
 */
export async function storing<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw asReelbaseError(what, error);
  }
}

/** The same for an answer that comes bit by bit: the connection can break long after its beginning. */
export async function* streaming<T>(what: string, chunks: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* chunks;
  } catch (error) {
    throw asReelbaseError(what, error);
  }
}

function asReelbaseError(what: string, error: unknown): unknown {
  if (!types.isNativeError(error) || error instanceof PermanentError || error instanceof TemporaryError)
    return error;
  const status = (error as SdkError).$metadata?.httpStatusCode;
  if (DENIED.test(error.name)) {
    return new PermanentError("ACCESS_DENIED", `${what} was denied: ${error.message}`, { cause: error });
  }
  if (BUSY.test(error.name) || isUnreachable(error, status)) {
    return new TemporaryError("INTERNAL", `${what} is not possible at the moment (${error.name}).`, {
      cause: error,
    });
  }
  return error;
}

/** No answer at all (connection lost, timeout), or one that blames the service. */
function isUnreachable(error: Error, status: number | undefined): boolean {
  if (status !== undefined) return status >= 500;
  const { name, message, code = "" }: SdkError = error;
  return /Timeout|ECONN|EPIPE|socket|NetworkingError/i.test(`${name} ${message} ${code}`);
}
