import type { Call, Place } from "../service.ts";
import type { Route } from "./match-route.ts";
import type { Deployed } from "./rest-api.ts";
import type { Variables } from "./template-text.ts";

/** A value that an authorizer gives to the function behind it. */
export type ContextValue = string | number | boolean;

/** A request on its way through the gateway. */
export interface Exchange {
  readonly deployed: Deployed;
  readonly call: Call;
  readonly place: Place;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** A request whose method is known. */
export interface RoutedExchange extends Exchange {
  readonly route: Route;
}

/** `arn:aws:execute-api:<region>:<account>:<api>/<what follows>` */
export function apiArn({ deployed, place }: Exchange, rest: string): string {
  return `arn:aws:execute-api:${place.region}:${place.account}:${deployed.api.id}/${rest}`;
}

/** The ARN that authorizer policies and IAM policies are about: with the path as it came. */
export function methodArn(exchange: Exchange): string {
  const { call, deployed } = exchange;
  return apiArn(exchange, `${deployed.stage.name}/${call.method}/${call.path.replace(/^\//, "")}`);
}

/** The ARN on whose behalf the gateway calls a function: with the path as the API defines it. */
export function sourceArn(exchange: RoutedExchange): string {
  const { call, deployed, route } = exchange;
  return apiArn(exchange, `${deployed.stage.name}/${call.method}${route.resourcePath}`);
}

/** The values of `$context.…` that are known whatever becomes of the request. */
export function contextVariables({ call, deployed }: Exchange, route: Route | undefined): Variables {
  return {
    extendedRequestId: call.requestId,
    httpMethod: call.method,
    "identity.sourceIp": SOURCE_IP,
    "identity.userAgent": call.headers["user-agent"] ?? "",
    path: `/${deployed.stage.name}${call.path}`,
    requestId: call.requestId,
    resourcePath: route?.resourcePath ?? "",
    stage: deployed.stage.name,
  };
}

/** The port is bound to loopback. */
export const SOURCE_IP = "127.0.0.1";
