import { type AuthorizerAnswer, AuthorizerRequest, callerContext } from "../contracts/api/authorizer.ts";
import { isApiKeySecret, keyRefusal } from "../domain/api-key.ts";
import { apiKeyHash } from "../keys.ts";
import type { Clock, Log } from "../ports.ts";
import type { ApiKeys } from "./ports.ts";

export interface AuthorizePorts {
  readonly keys: Pick<ApiKeys, "get">;
  readonly clock: Clock;
  readonly log: Log;
}

/** Digits of a key's hash that name it in a log: enough to find it in the list of keys, useless for anything else. */
const SHOWN_DIGITS = 12;

const REFUSALS = {
  api_key_expired: "The API key has expired.",
  api_key_revoked: "The API key was revoked.",
} as const;

/**
 * Decides whether the key of a request opens the API. The key itself is compared with nothing: it is looked up by its
 * hash, so that no time that this takes says anything about it.
 *
 * @throws Error "Unauthorized", the word that API Gateway answers by 401, when there is no such key
 */
export function authorize({ keys, clock, log }: AuthorizePorts) {
  return async (event: unknown): Promise<AuthorizerAnswer> => {
    const request = AuthorizerRequest.parse(event);
    const secret = keyOf(request);
    if (secret === undefined) throw unauthorized(log, "malformed");
    const keyHash = apiKeyHash(secret);
    const principalId = keyHash.slice(0, SHOWN_DIGITS);
    const key = await keys.get(keyHash);
    if (key === undefined) throw unauthorized(log.with({ principalId }), "unknown");
    const refusal = keyRefusal(key, clock.now());
    if (refusal !== undefined) {
      log.info("key refused", { principalId, code: refusal });
      return answer(request, principalId, "Deny", { code: refusal, message: REFUSALS[refusal] });
    }
    return answer(request, principalId, "Allow", callerContext(key));
  };
}

/** The one value of the header when it can be a key: two values would leave open which one was meant. */
function keyOf({ headers, multiValueHeaders }: AuthorizerRequest): string | undefined {
  const [value, ...others] = Object.entries(multiValueHeaders ?? headers ?? {})
    .filter(([name]) => name.toLowerCase() === "x-api-key")
    .flatMap(([, values]) => values);
  return value !== undefined && others.length === 0 && isApiKeySecret(value) ? value : undefined;
}

function unauthorized(log: Log, because: string): Error {
  log.info("key refused", { because });
  const error = new Error("Unauthorized");
  // The runtime logs what a handler throws: nobody needs a trace of every wrong key.
  error.stack = error.message;
  return error;
}

function answer(
  { methodArn }: AuthorizerRequest,
  principalId: string,
  Effect: "Allow" | "Deny",
  context: AuthorizerAnswer["context"],
): AuthorizerAnswer {
  return {
    principalId,
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect, Action: "execute-api:Invoke", Resource: wholeStage(methodArn) }],
    },
    context,
  };
}

/** `<api>/<stage>/GET/v1.2/indexes` becomes `<api>/<stage>/*`: what a key may do is decided by the routes. */
const wholeStage = (methodArn: string) => `${methodArn.split("/", 2).join("/")}/*`;
