import { AccessDenied, type Caller } from "../service.ts";
import { askAuthorizer } from "./authorizer.ts";
import { type ContextValue, methodArn, type RoutedExchange } from "./exchange.ts";
import type { Functions } from "./function-call.ts";
import type { Signer } from "./request-event.ts";
import { Refusal } from "./response-types.ts";

/** Who a request comes from, as the function behind the method learns it. */
export interface Admission {
  readonly signer?: Signer;
  /** What the authorizer gave. */
  readonly context?: Readonly<Record<string, ContextValue>>;
}

const DENIED_EXPLICITLY = "User is not authorized to access this resource with an explicit deny";

/**
 * Lets a request in, or not, by the authorization of its method.
 * @param onContext gets what an authorizer gave, also when the answer is no: gateway responses may show it
 * @throws Refusal
 */
export async function authorize(
  exchange: RoutedExchange,
  functions: Functions,
  callerFor: (sourceArn: string) => Caller,
  onContext: (context: Readonly<Record<string, ContextValue>>) => void,
): Promise<Admission> {
  const { authorization } = exchange.route.method;
  if (authorization.type === "NONE") return {};
  if (authorization.type === "AWS_IAM") return { signer: signerOf(exchange) };
  const authorizer = exchange.deployed.authorizers.get(authorization.authorizerId);
  if (authorizer === undefined) throw new Refusal("AUTHORIZER_CONFIGURATION_ERROR");
  const { verdict, context } = await askAuthorizer(authorizer, exchange, functions, callerFor);
  onContext(context);
  if (verdict === "denied") throw new Refusal("ACCESS_DENIED", { message: DENIED_EXPLICITLY });
  if (verdict === "unmentioned") throw new Refusal("ACCESS_DENIED");
  return { context };
}

/**
 * Signatures are not checked, as at all stand-ins: the access key says who is calling.
 * @throws Refusal MISSING_AUTHENTICATION_TOKEN, ACCESS_DENIED
 */
function signerOf(exchange: RoutedExchange): Signer {
  const { call, place } = exchange;
  const accessKey = executeApiKey(call.headers["authorization"], call.query);
  if (accessKey === undefined) throw new Refusal("MISSING_AUTHENTICATION_TOKEN");
  try {
    call.caller.authorize("execute-api:Invoke", methodArn(exchange));
  } catch (error) {
    if (error instanceof AccessDenied) throw new Refusal("ACCESS_DENIED", { message: error.message });
    throw error;
  }
  const { name } = call.caller;
  return {
    accessKey,
    userArn: name.startsWith("arn:") ? name : `arn:aws:iam::${place.account}:user/${name}`,
  };
}

/** The access key of a request that is signed for `execute-api`, in its header or its query. */
function executeApiKey(authorization: string | undefined, query: string): string | undefined {
  const [, signed] = /^AWS4-HMAC-SHA256\b.*\bCredential=([^,\s]+)/.exec(authorization ?? "") ?? [];
  const credential = signed ?? new URLSearchParams(query).get("X-Amz-Credential") ?? "";
  const parts = credential.split("/");
  return parts.at(-2) === "execute-api" ? parts[0] : undefined;
}
