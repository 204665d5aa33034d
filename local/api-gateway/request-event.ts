import { type ContextValue, type RoutedExchange, SOURCE_IP } from "./exchange.ts";

/** Who signed a request, as far as it has to do with IAM. */
export interface Signer {
  readonly accessKey: string;
  readonly userArn: string;
}

/** What the proxy event and the event of a REQUEST authorizer have in common. */
export function requestEvent(exchange: RoutedExchange) {
  const { call, deployed, route } = exchange;
  const query = [...new URLSearchParams(call.query)];
  const headers = Object.entries(forwarded(exchange));
  const { variables } = deployed.stage;
  return {
    resource: route.resourcePath,
    path: call.path,
    httpMethod: call.method,
    headers: Object.fromEntries(headers),
    multiValueHeaders: Object.fromEntries(headers.map(([name, value]) => [name, [value]])),
    queryStringParameters: orNull(Object.fromEntries(query)),
    multiValueQueryStringParameters: orNull(grouped(query)),
    pathParameters: orNull(route.pathParameters),
    stageVariables: orNull(variables),
  };
}

/** @param authorizer what the authorizer gave, with its `principalId` */
export function requestContext(
  { call, deployed, place, route, startedAt }: RoutedExchange,
  signer?: Signer,
  authorizer?: Readonly<Record<string, ContextValue>>,
) {
  const { stage, api } = deployed;
  const host = call.headers["host"] ?? "";
  return {
    accountId: place.account,
    apiId: api.id,
    ...(authorizer === undefined ? {} : { authorizer }),
    deploymentId: stage.deploymentId,
    domainName: host,
    domainPrefix: host.split(/[.:]/)[0] ?? "",
    extendedRequestId: call.requestId,
    httpMethod: call.method,
    identity: identity(call.headers["user-agent"], place.account, signer),
    path: `/${stage.name}${call.path}`,
    protocol: "HTTP/1.1",
    requestId: call.requestId,
    requestTime: logTime(startedAt),
    requestTimeEpoch: Math.floor(startedAt),
    resourceId: route.resourceId,
    resourcePath: route.resourcePath,
    stage: stage.name,
  };
}

function identity(userAgent: string | undefined, account: string, signer: Signer | undefined) {
  return {
    accessKey: signer?.accessKey ?? null,
    accountId: signer === undefined ? null : account,
    caller: signer === undefined ? null : signer.userArn,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: SOURCE_IP,
    user: signer === undefined ? null : signer.userArn,
    userAgent: userAgent ?? null,
    userArn: signer?.userArn ?? null,
  };
}

/** The client's headers with those that the gateway adds. */
function forwarded({ call }: RoutedExchange): Record<string, string> {
  const port = /:(\d+)$/.exec(call.headers["host"] ?? "")?.[1] ?? "80";
  return {
    ...call.headers,
    "X-Forwarded-For": SOURCE_IP,
    "X-Forwarded-Port": port,
    "X-Forwarded-Proto": "http",
  };
}

function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value]);
  return Object.fromEntries(groups);
}

/** Maps without entries are sent as null. */
function orNull<T>(map: Readonly<Record<string, T>>): Readonly<Record<string, T>> | null {
  return Object.keys(map).length === 0 ? null : map;
}

/** Time in the common log format: `21/Nov/2026:12:00:00 +0000`. */
function logTime(epochMs: number): string {
  const [, day, month, year, time] = new Date(epochMs).toUTCString().split(" ");
  return `${day}/${month}/${year}:${time} +0000`;
}
