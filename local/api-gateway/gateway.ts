import type { Clock } from "../clock.ts";
import { reportFault } from "../fault.ts";
import type { Caller, Place, Reply, StandIn } from "../service.ts";
import { type Apis, createApis } from "./apis.ts";
import { authorize } from "./authorize.ts";
import { type ContextValue, contextVariables, type Exchange, sourceArn } from "./exchange.ts";
import type { Functions } from "./function-call.ts";
import { gatewayResponse } from "./gateway-response.ts";
import { answerByFunction } from "./integration.ts";
import { matchRoute, ownsPath, type Route } from "./match-route.ts";
import { eventBody, isBinary, readBody, refuseLongBody } from "./request-body.ts";
import { requestContext, requestEvent } from "./request-event.ts";
import { Refusal } from "./response-types.ts";

export interface GatewayOptions {
  readonly place: Place;
  readonly clock: Clock;
  readonly functions: Functions;
  /** API Gateway as a caller that acts for a method or an authorizer, named by its ARN. */
  readonly callerFor: (sourceArn: string) => Caller;
}

/**
 * The REST APIs of the template. There are no operations of API Gateway itself: the APIs come from the template, and
 * all that clients send is for the functions behind them.
 */
export interface ApiGateway extends StandIn, Omit<Apis, "deployed"> {
  /** Whether a request that is not signed for another service is for an API: the first segment of its path decides. */
  owns(method: string, path: string): boolean;
  /** Whether there is no API that can be called. */
  isEmpty(): boolean;
}

export function createApiGateway(options: GatewayOptions): ApiGateway {
  const { place, clock } = options;
  const { deployed, ...apis } = createApis();
  const find = (method: string, path: string) => deployed().find((one) => ownsPath(one, method, path));
  return {
    ...apis,
    owns: (method, path) => find(method, path) !== undefined,
    isEmpty: () => deployed().length === 0,
    async handle(call) {
      const headers = { "x-amzn-requestid": call.requestId, "x-amz-apigw-id": call.requestId };
      const found = find(call.method, call.path) ?? deployed()[0];
      const reply =
        found === undefined
          ? forbidden
          : await serve({ deployed: found, call, place, startedAt: clock.now() }, options);
      return { ...reply, headers: { ...headers, ...reply.headers } };
    },
  };
}

/** What AWS's front end says under a name that belongs to no API. */
const forbidden: Reply = {
  status: 403,
  headers: { "content-type": "application/json", "x-amzn-errortype": "ForbiddenException" },
  body: '{"message":"Forbidden"}',
};

async function serve(exchange: Exchange, options: GatewayOptions): Promise<Reply> {
  const { deployed, call } = exchange;
  const route = matchRoute(deployed, call.method, call.path);
  let context: Readonly<Record<string, ContextValue>> = {};
  try {
    return await pass(exchange, route, options, (given) => {
      context = given;
    });
  } catch (error) {
    const ofAuthorizer = Object.entries(context).map(([key, value]) => [`authorizer.${key}`, String(value)]);
    const variables = { ...contextVariables(exchange, route), ...Object.fromEntries(ofAuthorizer) };
    return gatewayResponse(asRefusal(error), deployed.responses, variables);
  }
}

/** @throws Refusal when the request does not get its answer from the function */
async function pass(
  exchange: Exchange,
  route: Route | undefined,
  { functions, clock, callerFor }: GatewayOptions,
  onContext: (context: Readonly<Record<string, ContextValue>>) => void,
): Promise<Reply> {
  const { call, deployed } = exchange;
  if (route === undefined) throw new Refusal("MISSING_AUTHENTICATION_TOKEN");
  refuseLongBody(call);
  const routed = { ...exchange, route };
  const { signer, context } = await authorize(routed, functions, callerFor, onContext);
  const { binaryMediaTypes } = deployed.api;
  const event = {
    ...requestEvent(routed),
    requestContext: requestContext(routed, signer, context),
    ...eventBody(await readBody(call), call.headers["content-type"], binaryMediaTypes),
  };
  return answerByFunction(route.method.integration, JSON.stringify(event), {
    functions,
    clock,
    caller: callerFor(sourceArn(routed)),
    decodes: isBinary(call.headers["accept"], binaryMediaTypes),
  });
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  reportFault("API Gateway failed", error);
  return new Refusal("DEFAULT_5XX");
}
