import { Readable } from "node:stream";
import { authorize } from "../../../local/api-gateway/authorize.ts";
import type { RoutedExchange } from "../../../local/api-gateway/exchange.ts";
import type { Functions } from "../../../local/api-gateway/function-call.ts";
import type { Authorization, Authorizer } from "../../../local/api-gateway/rest-api.ts";
import { AccessDenied, type Caller } from "../../../local/service.ts";

const unplanned = () => {
  throw new Error("not planned");
};
const noFunctions: Functions = { invoke: unplanned, invokeWithResponseStream: unplanned };

const METHOD_ARN = "arn:aws:execute-api:us-east-1:111122223333:api/live/GET/v1.2/a%20b";

/** A caller that notes what it asks for, and may do nothing that is in `denied`. */
function callerOf(name: string, denied: readonly string[] = []) {
  const asked: string[] = [];
  const caller: Caller = {
    name,
    authorize(action, resource) {
      asked.push(`${action} ${resource}`);
      if (denied.includes(action)) throw new AccessDenied(name, action, resource);
    },
  };
  return { caller, asked };
}

interface Given {
  readonly authorization: Authorization;
  readonly headers?: Record<string, string>;
  readonly query?: string;
  readonly caller?: Caller;
  readonly authorizer?: Authorizer;
}

function exchangeOf({ authorization, headers = {}, query = "", caller, authorizer }: Given): RoutedExchange {
  const api = { id: "api", rootResourceId: "root", binaryMediaTypes: [], reachable: true };
  const integration = { functionArn: "arn", transferMode: "BUFFERED" as const, timeoutMs: 1 };
  const method = { apiId: "api", resourceId: "r", httpMethod: "GET", authorization, integration };
  return {
    place: { account: "111122223333", region: "us-east-1" },
    startedAt: 0,
    route: { resourceId: "r", resourcePath: "/v1.2/{proxy+}", pathParameters: {}, method },
    deployed: {
      api,
      resources: [],
      methods: [],
      authorizers: new Map(authorizer === undefined ? [] : [[authorizer.id, authorizer]]),
      responses: new Map(),
      stage: { apiId: "api", deploymentId: "d", name: "live", variables: {} },
    },
    call: {
      method: "GET",
      path: "/v1.2/a%20b",
      query,
      headers,
      body: Readable.from([]),
      requestId: "id",
      caller: caller ?? callerOf("developer").caller,
    },
  };
}

describe("AWS_IAM", () => {
  const authorization = { type: "AWS_IAM" } as const;
  const signed = (scope: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=KEY/20261121/us-east-1/${scope}/aws4_request, Signature=0`,
  });

  test("asks whether the caller may invoke the method, with the path as it came", async () => {
    const { caller, asked } = callerOf("arn:aws:sts::111122223333:assumed-role/R/f");
    const exchange = exchangeOf({ authorization, headers: signed("execute-api"), caller });
    expect(await authorize(exchange, noFunctions, unplanned, unplanned)).toEqual({
      signer: { accessKey: "KEY", userArn: "arn:aws:sts::111122223333:assumed-role/R/f" },
    });
    expect(asked).toEqual([`execute-api:Invoke ${METHOD_ARN}`]);
  });

  test("refuses a role without the grant, and says which is missing", async () => {
    const { caller } = callerOf("role", ["execute-api:Invoke"]);
    const exchange = exchangeOf({ authorization, headers: signed("execute-api"), caller });
    await expect(authorize(exchange, noFunctions, unplanned, unplanned)).rejects.toMatchObject({
      type: "ACCESS_DENIED",
      shown: `role is not authorized to perform: execute-api:Invoke on resource: ${METHOD_ARN}`,
    });
  });

  test.each<[string, Partial<Given>]>([
    ["no signature", {}],
    ["a signature for another service", { headers: signed("s3") }],
    ["another kind of authorization", { headers: { authorization: "Bearer execute-api" } }],
    ["a query for another service", { query: "X-Amz-Credential=K%2F1%2Fr%2Fs3%2Faws4_request" }],
  ])("refuses %s", async (_, given) => {
    const exchange = exchangeOf({ authorization, ...given });
    await expect(authorize(exchange, noFunctions, unplanned, unplanned)).rejects.toMatchObject({
      type: "MISSING_AUTHENTICATION_TOKEN",
    });
  });
});

describe("an authorizer", () => {
  const authorization = { type: "CUSTOM", authorizerId: "auth" } as const;
  const authorizer: Authorizer = {
    apiId: "api",
    id: "auth",
    functionArn: "function",
    identitySources: [
      { in: "header", name: "x-api-key" },
      { in: "querystring", name: "tenant" },
    ],
    caller: undefined,
  };
  const complete = { headers: { "x-api-key": "k" }, query: "tenant=t" };
  const policyDocument = {
    Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: METHOD_ARN }],
  };
  const allows: Functions = {
    ...noFunctions,
    invoke: async () => ({ payload: JSON.stringify({ principalId: "me", policyDocument }) }),
  };

  test.each<[string, Partial<Given>]>([
    ["a header", { query: "tenant=t" }],
    ["a parameter", { headers: { "x-api-key": "k" } }],
    ["more than nothing in a header", { headers: { "x-api-key": "" }, query: "tenant=t" }],
  ])("is not asked without %s", async (_, given) => {
    const exchange = exchangeOf({ authorization, authorizer, ...given });
    await expect(authorize(exchange, noFunctions, unplanned, unplanned)).rejects.toMatchObject({
      type: "UNAUTHORIZED",
    });
  });

  test("is called by the gateway on the authorizer's behalf", async () => {
    const { caller, asked } = callerOf("gateway");
    const sources: string[] = [];
    const callerFor = (arn: string) => {
      sources.push(arn);
      return caller;
    };
    const exchange = exchangeOf({ authorization, authorizer, ...complete });
    const contexts: object[] = [];
    await authorize(exchange, allows, callerFor, (context) => contexts.push(context));
    expect(sources).toEqual(["arn:aws:execute-api:us-east-1:111122223333:api/authorizers/auth"]);
    expect(asked).toEqual(["lambda:InvokeFunction function"]);
    expect(contexts).toEqual([{ principalId: "me" }]);
  });

  test("is called with its role when it has one", async () => {
    const { caller, asked } = callerOf("role");
    const exchange = exchangeOf({ authorization, authorizer: { ...authorizer, caller }, ...complete });
    await authorize(exchange, allows, unplanned, () => {});
    expect(asked).toEqual(["lambda:InvokeFunction function"]);
  });

  test("that may not be called lets nobody in", async () => {
    const { caller } = callerOf("gateway", ["lambda:InvokeFunction"]);
    const exchange = exchangeOf({ authorization, authorizer, ...complete });
    await expect(authorize(exchange, noFunctions, () => caller, unplanned)).rejects.toMatchObject({
      type: "AUTHORIZER_CONFIGURATION_ERROR",
      status: 500,
    });
  });

  test("that is not there lets nobody in", async () => {
    const exchange = exchangeOf({ authorization, ...complete });
    await expect(authorize(exchange, noFunctions, unplanned, unplanned)).rejects.toMatchObject({
      type: "AUTHORIZER_CONFIGURATION_ERROR",
    });
  });
});
