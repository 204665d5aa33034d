import type { Place } from "../../service.ts";
import type { Context } from "./condition.ts";
import type { Principal } from "./principal.ts";

/**
 * The condition keys of one request. Loopback has no TLS and no wire on which anybody could listen, so each request
 * counts as one over TLS 1.3: a policy that denies plain HTTP would otherwise lock everybody out.
 */
export function requestContext(
  place: Place,
  principal: Principal,
  resource: string,
  extra: Readonly<Record<string, string>>,
): Context {
  const keys: Record<string, string> = {
    "aws:SecureTransport": "true",
    "s3:TlsVersion": "1.3",
    "aws:RequestedRegion": resource.split(":")[3] || place.region,
    "aws:ResourceAccount": place.account,
    "aws:PrincipalIsAWSService": String(principal.service !== undefined),
    ...(principal.service === undefined ? { "aws:PrincipalAccount": principal.account } : {}),
    ...(principal.roleArn === undefined ? {} : { "aws:PrincipalArn": principal.roleArn }),
    ...extra,
  };
  return new Map(Object.entries(keys).map(([key, value]) => [key.toLowerCase(), value]));
}
