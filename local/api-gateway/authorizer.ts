import * as z from "zod";
import { type Caller, ServiceError } from "../service.ts";
import { apiArn, type ContextValue, methodArn, type RoutedExchange } from "./exchange.ts";
import { authorizeCall, type Functions } from "./function-call.ts";
import { policyVerdict, type Verdict } from "./policy-verdict.ts";
import { requestContext, requestEvent } from "./request-event.ts";
import { Refusal } from "./response-types.ts";
import type { Authorizer, IdentitySource } from "./rest-api.ts";

/** What an authorizer said about a request. */
export interface Decision {
  readonly verdict: Verdict;
  /** For the function behind it, and for gateway responses. */
  readonly context: Readonly<Record<string, ContextValue>>;
}

const outputSchema = z.object({
  principalId: z.string(),
  policyDocument: z.unknown(),
  /** Neither objects nor lists are taken: everything is handed on as text in the end. */
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  usageIdentifierKey: z.string().nullish(),
});

const errorSchema = z.object({ errorMessage: z.string() });

/**
 * Asks the authorizer of a method.
 * @param callerFor the gateway acting for an ARN
 * @throws Refusal UNAUTHORIZED without the identity sources, which costs no invocation, or when the function says so;
 *   AUTHORIZER_FAILURE, AUTHORIZER_CONFIGURATION_ERROR
 */
export async function askAuthorizer(
  authorizer: Authorizer,
  exchange: RoutedExchange,
  functions: Functions,
  callerFor: (sourceArn: string) => Caller,
): Promise<Decision> {
  if (!authorizer.identitySources.every((source) => isPresent(source, exchange))) {
    throw new Refusal("UNAUTHORIZED");
  }
  const arn = methodArn(exchange);
  const caller = authorizer.caller ?? callerFor(apiArn(exchange, `authorizers/${authorizer.id}`));
  const output = await invoke(authorizer, eventFor(exchange, arn), functions, caller);
  const { principalId, policyDocument, context } = output;
  return {
    verdict: policyVerdict(policyDocument, arn),
    context: { ...context, principalId },
  };
}

function isPresent({ in: place, name }: IdentitySource, { call }: RoutedExchange): boolean {
  const value = place === "header" ? call.headers[name] : new URLSearchParams(call.query).get(name);
  return value !== undefined && value !== null && value !== "";
}

function eventFor(exchange: RoutedExchange, arn: string): string {
  const event = { type: "REQUEST", methodArn: arn, ...requestEvent(exchange) };
  return JSON.stringify({ ...event, requestContext: requestContext(exchange) });
}

async function invoke(authorizer: Authorizer, event: string, functions: Functions, caller: Caller) {
  const { payload, functionError } = await call();
  if (functionError === undefined) {
    const output = outputSchema.safeParse(JSON.parse(payload));
    if (output.success) return output.data;
    throw new Refusal("AUTHORIZER_CONFIGURATION_ERROR");
  }
  const failure = errorSchema.safeParse(JSON.parse(payload));
  // The one message by which a function can say no without a policy.
  if (failure.success && failure.data.errorMessage === "Unauthorized") throw new Refusal("UNAUTHORIZED");
  throw new Refusal("AUTHORIZER_FAILURE");

  async function call() {
    try {
      authorizeCall(caller, authorizer.functionArn);
      return await functions.invoke(authorizer.functionArn, event);
    } catch (error) {
      if (!(error instanceof Refusal) && !(error instanceof ServiceError)) throw error;
      throw new Refusal("AUTHORIZER_CONFIGURATION_ERROR");
    }
  }
}
