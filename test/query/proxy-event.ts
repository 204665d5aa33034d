import type { ProxyEvent } from "../../lambda/contracts/api/lambda-proxy.ts";

/** An event of API Gateway behind the authorizer, with what AWS sends beside the fields that are used. */
export function aProxyEvent(change: Partial<ProxyEvent> = {}): ProxyEvent {
  const event = {
    resource: "/v1.2/{proxy+}",
    path: "/v1.2/indexes",
    httpMethod: "GET",
    headers: null,
    multiValueHeaders: { Host: ["a1b2c3d4e5.execute-api.us-east-1.amazonaws.com"] },
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: { proxy: "indexes" },
    stageVariables: null,
    requestContext: {
      requestId: "request-1",
      stage: "api",
      authorizer: {
        principalId: "0123456789ab",
        name: "notebook",
        scopes: "read,write",
        indexIds: "*",
        integrationLatency: 12,
      },
      identity: { sourceIp: "198.51.100.7", userArn: null },
    },
    body: null,
    isBase64Encoded: false,
    ...change,
  };
  return event as ProxyEvent;
}
