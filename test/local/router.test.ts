import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { createRouter, credential, serviceOf } from "../../local/router.ts";
import type { Caller, Reply, StandIn } from "../../local/service.ts";

const signature = (service: string, key = "local") =>
  `AWS4-HMAC-SHA256 Credential=${key}/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

const query = (key: string) =>
  new URLSearchParams({ "X-Amz-Credential": `${key}/20261121/us-east-1/s3/aws4_request` });

describe("the service of a request", () => {
  test.each<[string, { path?: string; target?: string; scope?: string }, string]>([
    ["is that of the target", { target: "DynamoDB_20120810.PutItem" }, "dynamodb"],
    ["Step Functions", { target: "AWSStepFunctions.StartExecution" }, "states"],
    ["SQS", { target: "AmazonSQS.SendMessage" }, "sqs"],
    ["EventBridge", { target: "AWSEvents.PutEvents" }, "events"],
    ["comes from the target before the scope", { target: "AmazonSQS.SendMessage", scope: "s3" }, "sqs"],
    ["is named when the target is unknown", { target: "Logs_20140328.PutLogEvents" }, "Logs_20140328"],
    ["comes from the scope before the path", { scope: "s3", path: "/model/x/invoke" }, "s3"],
    ["S3 Vectors, which would look like an object", { scope: "s3vectors", path: "/PutVectors" }, "s3vectors"],
    ["is named when the scope is unknown", { scope: "sts" }, "sts"],
    ["Lambda by its path", { path: "/2015-03-31/functions/f/invocations" }, "lambda"],
    [
      "Lambda's streaming by its path",
      { path: "/2021-11-15/functions/f/response-streaming-invocations" },
      "lambda",
    ],
    ["Bedrock by its path", { path: "/model/twelvelabs.m/invoke" }, "bedrock"],
    ["Bedrock's asynchronous calls by their path", { path: "/async-invoke" }, "bedrock"],
    ["S3 Vectors by its path", { path: "/QueryVectors" }, "s3vectors"],
    ["a bucket called model", { path: "/model/a.mp4" }, "s3"],
    ["everything else is S3", { path: "/videos/a.mp4" }, "s3"],
  ])("%s", (_name, { path = "/", target, scope }, expected) => {
    const headers = target === undefined ? {} : { "x-amz-target": target };
    expect(serviceOf({ method: "POST", path, headers }, scope)).toBe(expected);
  });
});

describe("the credential", () => {
  test.each<[string, { authorization?: string; query?: string }, object]>([
    [
      "of the header",
      { authorization: signature("states", "AKID") },
      { accessKeyId: "AKID", scope: "states" },
    ],
    ["of a presigned URL", { query: query("AKID").toString() }, { accessKeyId: "AKID", scope: "s3" }],
    [
      "without a region (SigV4A)",
      { authorization: "AWS4-ECDSA-P256-SHA256 Credential=AKID/20261121/s3/aws4_request" },
      { accessKeyId: "AKID", scope: "s3" },
    ],
    ["that is not there", {}, {}],
    ["that is a bearer token", { authorization: "Bearer abc" }, {}],
  ])("%s", (_name, { authorization, query: text = "" }, expected) => {
    const headers = authorization === undefined ? {} : { authorization };
    expect(credential({ query: text, headers })).toEqual(expected);
  });
});

describe("the router", () => {
  const caller: Caller = { name: "known", authorize: () => {} };
  const echo = (name: string): StandIn => ({
    handle: async (call) => ({ status: 200, body: `${name} for ${call.caller.name}` }),
  });
  const names = [
    "dynamodb",
    "states",
    "sqs",
    "events",
    "lambda",
    "bedrock",
    "s3vectors",
    "execute-api",
    "s3",
  ] as const;
  const router = createRouter({
    services: Object.fromEntries(names.map((name) => [name, echo(name)])) as Record<
      (typeof names)[number],
      StandIn
    >,
    callerOf: (key) => (key === "unknown" ? undefined : caller),
    isApi: ({ path }) => path.startsWith("/v1.2"),
    welcome: () => "welcome",
  });

  interface Given {
    method?: string;
    path?: string;
    query?: string;
    headers?: Record<string, string>;
  }
  async function ask({ method = "POST", path = "/", query: text = "", headers = {} }: Given) {
    const body = Readable.from([]);
    return show(await router({ method, path, query: text, headers, body, requestId: "id" }));
  }
  async function show({ status, headers, body }: Reply) {
    const content = body instanceof Readable ? await text(body) : String(body ?? "");
    return { status, type: headers?.["content-type"], content };
  }

  test("hands a request on with its caller", async () => {
    const headers = { authorization: signature("s3") };
    expect(await ask({ headers })).toMatchObject({ status: 200, content: "s3 for known" });
  });

  test("shows a page to a person, and the buckets to a client", async () => {
    expect((await ask({ method: "GET" })).content).toBe("welcome");
    const headers = { authorization: signature("s3") };
    expect((await ask({ method: "GET", headers })).content).toBe("s3 for known");
    expect((await ask({ method: "GET", query: "list-type=2" })).content).toBe("s3 for known");
  });

  test.each<[string, Given, string]>([
    ["an unsigned request for its path", { path: "/v1.2/indexes" }, "execute-api for known"],
    [
      "one that is signed for it",
      { path: "/other", headers: { authorization: signature("execute-api") } },
      "execute-api for known",
    ],
    [
      "not one for a bucket of that name",
      { path: "/v1.2/a.mp4", headers: { authorization: signature("s3") } },
      "s3 for known",
    ],
    [
      "not one of an operation by its target",
      { path: "/v1.2", headers: { "x-amz-target": "DynamoDB_20120810.GetItem" } },
      "dynamodb for known",
    ],
  ])("gives a REST API %s", async (_name, given, expected) => {
    expect((await ask(given)).content).toBe(expected);
  });

  test.each<[string, Given, number, string, string]>([
    [
      "an unknown key for a REST API",
      { path: "/v1.2", headers: { authorization: signature("execute-api", "unknown") } },
      403,
      "json",
      '{"message":"The access key is not one of this local host.',
    ],
    [
      "a service of the JSON kind",
      { headers: { "x-amz-target": "Logs_20140328.X" } },
      501,
      "json",
      "Logs_20140328",
    ],
    [
      "a service of the form kind",
      {
        headers: {
          authorization: signature("sts"),
          "content-type": "application/x-www-form-urlencoded; charset=utf-8",
        },
      },
      501,
      "xml",
      "<ErrorResponse><Error><Code>NotImplemented</Code>",
    ],
    [
      "the form protocol of SQS",
      { headers: { authorization: signature("sqs"), "content-type": "application/x-www-form-urlencoded" } },
      501,
      "xml",
      "JSON protocol only",
    ],
    ["what objects inherit", { headers: { authorization: signature("toString") } }, 501, "xml", "toString"],
    [
      "an unknown key for S3",
      { headers: { authorization: signature("s3", "unknown") } },
      403,
      "xml",
      "InvalidAccessKeyId",
    ],
    [
      "an unknown key for DynamoDB",
      {
        headers: {
          authorization: signature("dynamodb", "unknown"),
          "x-amz-target": "DynamoDB_20120810.GetItem",
        },
      },
      403,
      "json",
      "UnrecognizedClientException",
    ],
    ["an unknown key in a URL", { query: query("unknown").toString() }, 403, "xml", "InvalidAccessKeyId"],
  ])("refuses %s", async (_name, given, status, type, content) => {
    const reply = await ask(given);
    expect(reply.status).toBe(status);
    expect(reply.type).toContain(type);
    expect(reply.content).toContain(content);
  });
});
