import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Host, startHost } from "../../../local/host.ts";
import { synthesizeApi } from "./api-stack.ts";

/** Worker threads share the cores with other suites. */
const TIMEOUT_MS = 60_000;

let folder: string;
let host: Host;
let base: string;
const lines: string[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "api-"));
  const onLog = (name: string, line: string) => lines.push(`${name}: ${line}`);
  host = await startHost({ assembly: synthesizeApi(folder), dataDir: join(folder, "data"), port: 0, onLog });
  base = host.apiEndpoint() ?? "";
}, TIMEOUT_MS);
afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true });
});

/** Keeps whoever asks waiting until it is opened. */
async function openGate() {
  let asked = () => {};
  const arrival = new Promise<void>((resolve) => {
    asked = resolve;
  });
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const server: Server = createServer(async (_request, response) => {
    asked();
    await opened;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const close = () => new Promise((resolve) => server.close(resolve));
  return { query: `?gate=${encodeURIComponent(url)}`, arrival, open, close };
}

/** What the function got: it answers with its event. */
async function eventOf(response: Response | Promise<Response>) {
  return JSON.parse(await (await response).text());
}

async function* piecesOf(response: Response) {
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) yield decoder.decode(bytes);
}

test("the base URL of the API is the endpoint of the host", () => {
  expect(base).toBe(host.endpoint);
});

describe("the proxy event", () => {
  test("tells all about the request", async () => {
    const response = await fetch(`${base}/plain/a%20b/c%2Fd?x=1&x=2&y=%26%20%2B`, {
      method: "PATCH",
      headers: { "content-type": "application/json", "User-Agent": "tester", "X-Mine": "m" },
      body: '{"a":"ä"}',
    });
    expect(response.status).toBe(200);
    const event = await eventOf(response);
    expect(event).toMatchObject({
      resource: "/plain/{proxy+}",
      path: "/plain/a%20b/c%2Fd",
      httpMethod: "PATCH",
      headers: { "content-type": "application/json", "x-mine": "m", "X-Forwarded-Proto": "http" },
      multiValueHeaders: { "x-mine": ["m"] },
      queryStringParameters: { x: "2", y: "& +" },
      multiValueQueryStringParameters: { x: ["1", "2"], y: ["& +"] },
      pathParameters: { proxy: "a%20b/c%2Fd" },
      stageVariables: null,
      body: Buffer.from('{"a":"ä"}').toString("base64"),
      isBase64Encoded: true,
      requestContext: {
        accountId: "111122223333",
        apiId: expect.stringMatching(/^[a-z0-9]{10}$/),
        resourceId: expect.stringMatching(/^[a-z0-9]{6}$/),
        deploymentId: expect.stringMatching(/^[a-z0-9]{6}$/),
        resourcePath: "/plain/{proxy+}",
        path: "/live/plain/a%20b/c%2Fd",
        httpMethod: "PATCH",
        stage: "live",
        protocol: "HTTP/1.1",
        requestId: response.headers.get("x-amzn-requestid"),
        requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        requestTimeEpoch: expect.any(Number),
        identity: { sourceIp: "127.0.0.1", userAgent: "tester", userArn: null },
      },
    });
    expect(event.requestContext).not.toHaveProperty("authorizer");
  });

  test("has null where there is nothing", async () => {
    const event = await eventOf(fetch(`${base}/plain`));
    expect(event).toMatchObject({
      resource: "/plain",
      path: "/plain",
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      pathParameters: null,
      body: null,
      isBase64Encoded: false,
    });
  });

  test("has a parameter of one segment", async () => {
    const event = await eventOf(fetch(`${base}/items/7`));
    expect(event).toMatchObject({ resource: "/items/{id}", pathParameters: { id: "7" } });
  });
});

describe("a buffered answer", () => {
  test("has the function's status, headers and cookies", async () => {
    const response = await fetch(`${base}/plain/headers`);
    expect(response.status).toBe(201);
    expect(await response.text()).toBe("made");
    const { headers } = response;
    expect(headers.get("x-one")).toBe("1");
    expect(headers.get("x-many")).toBe("c, d");
    expect(headers.get("content-type")).toBe("text/plain");
    expect(headers.get("x-amzn-remapped-server")).toBe("mine");
    expect(headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  test("sends bytes that came in base64", async () => {
    const response = await fetch(`${base}/plain/bytes`);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 1, 2, 255]);
  });

  test("can be empty", async () => {
    const response = await fetch(`${base}/plain/empty`);
    expect([response.status, await response.text()]).toEqual([204, ""]);
  });

  test.each(["number", "text", "unknown", "throws"])("is a 502 for /plain/%s", async (path) => {
    const response = await fetch(`${base}/plain/${path}`);
    expect(response.status).toBe(502);
    expect(await response.text()).toBe('{"message":"Internal server error"}');
  });

  test("is a 500 when the function does not permit the API to call it", async () => {
    const response = await fetch(`${base}/unpermitted`);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: "Internal server error" });
  });
});

describe("a path without a method", () => {
  test.each([
    ["of a resource without methods", "/items"],
    ["below a resource without children", "/unpermitted/x"],
    ["with another verb", "/items/7"],
  ])("%s is refused", async (_, path) => {
    const response = await fetch(base + path, { method: "DELETE" });
    expect(response.status).toBe(403);
    expect(response.headers.get("x-amzn-errortype")).toBe("MissingAuthenticationTokenException");
    expect(await response.json()).toEqual({ message: "Missing Authentication Token" });
  });

  test("of no resource of the API is for S3", async () => {
    const response = await fetch(`${base}/live/plain`);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("NoSuchBucket");
  });
});

describe("a streamed answer", () => {
  test(
    "arrives while the function works",
    async () => {
      const gate = await openGate();
      const response = await fetch(`${base}/stream/gate${gate.query}`);
      expect(response.status).toBe(202);
      expect(response.headers.get("content-type")).toBe("text/plain");
      expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
      const pieces = piecesOf(response);
      expect((await pieces.next()).value).toBe("first,");
      gate.open();
      expect((await pieces.next()).value).toBe("second");
      expect((await pieces.next()).done).toBe(true);
      await gate.close();
    },
    TIMEOUT_MS,
  );

  test(
    "has its status before there is any of its body",
    async () => {
      const gate = await openGate();
      const response = await fetch(`${base}/stream/headers-only${gate.query}`);
      expect(response.status).toBe(200);
      gate.open();
      expect(await response.text()).toBe("late");
      await gate.close();
    },
    TIMEOUT_MS,
  );

  test("can be empty", async () => {
    const response = await fetch(`${base}/stream/empty`);
    expect([response.status, await response.text()]).toEqual([204, ""]);
  });

  test("is cut off when the function fails in the middle", async () => {
    const gate = await openGate();
    const response = await fetch(`${base}/stream/breaks${gate.query}`);
    const pieces = piecesOf(response);
    expect((await pieces.next()).value).toBe("first,");
    gate.open();
    await expect(pieces.next()).rejects.toThrow("terminated");
    await gate.close();
  });

  test("does not keep the function from its end when the client leaves", async () => {
    const gate = await openGate();
    const client = new AbortController();
    const response = await fetch(`${base}/stream/left${gate.query}`, { signal: client.signal });
    expect((await piecesOf(response).next()).value).toBe("first,");
    client.abort();
    gate.open();
    while (!lines.some((line) => line.endsWith("went on to its end"))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await gate.close();
  });

  test.each(["no-metadata", "long-metadata", "no-json", "no-status", "throws"])(
    "is a 502 for /stream/%s",
    async (path) => {
      const response = await fetch(`${base}/stream/${path}`);
      expect(response.status).toBe(502);
      expect(await response.text()).toBe('{"message":"Internal server error"}');
    },
  );
});

describe("an authorizer", () => {
  const ask = (key: string) => fetch(`${base}/v1.2/indexes?a=1`, { headers: { "x-api-key": key } });

  test("gets the request, and hands its context on", async () => {
    const event = await eventOf(ask("good"));
    const { authorizer, apiId } = event.requestContext;
    expect(authorizer).toMatchObject({ principalId: "me", scopes: "read", level: 3, admin: true });
    expect(JSON.parse(authorizer.event)).toMatchObject({
      type: "REQUEST",
      methodArn: `arn:aws:execute-api:us-east-1:111122223333:${apiId}/live/GET/v1.2/indexes`,
      resource: "/v1.2/{proxy+}",
      path: "/v1.2/indexes",
      httpMethod: "GET",
      headers: { "x-api-key": "good" },
      queryStringParameters: { a: "1" },
      pathParameters: { proxy: "indexes" },
      stageVariables: null,
      requestContext: { stage: "live", resourcePath: "/v1.2/{proxy+}" },
    });
  });

  test("is not asked without a key", async () => {
    const before = lines.filter((line) => line.endsWith("asked")).length;
    const response = await fetch(`${base}/v1.2/indexes`);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ code: "api_key_invalid", message: "Unauthorized" });
    expect(response.headers.get("x-code")).toBe("no_key");
    expect(response.headers.get("x-id")).toBe(response.headers.get("x-amzn-requestid"));
    expect(lines.filter((line) => line.endsWith("asked"))).toHaveLength(before);
  });

  test.each<[string, string, number, object]>([
    [
      "denies",
      "denied",
      401,
      {
        why: "revoked",
        who: "me",
        said: "User is not authorized to access this resource with an explicit deny",
      },
    ],
    [
      "speaks of another path only",
      "elsewhere",
      401,
      { why: "", who: "me", said: "User is not authorized to access this resource" },
    ],
    ["says Unauthorized", "unauthorized", 401, { code: "api_key_invalid", message: "Unauthorized" }],
    ["fails", "fails", 500, { message: null }],
    ["names no principal", "nobody", 500, { message: null }],
    ["gives a context with depth", "nested", 500, { message: null }],
    ["gives no policy", "malformed", 500, { message: null }],
    ["gives a policy without an ARN", "resource", 500, { message: null }],
  ])("that %s keeps the request out", async (_, key, status, body) => {
    const response = await ask(key);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual(body);
  });
});

describe("a method with AWS_IAM", () => {
  const signature = (service: string) =>
    `AWS4-HMAC-SHA256 Credential=local/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

  test("tells who signed", async () => {
    const headers = { authorization: signature("execute-api") };
    const { requestContext } = await eventOf(fetch(`${base}/iam/x`, { headers }));
    expect(requestContext.identity).toMatchObject({
      accessKey: "local",
      accountId: "111122223333",
      userArn: "arn:aws:iam::111122223333:user/developer",
      caller: "arn:aws:iam::111122223333:user/developer",
    });
  });

  test("takes a signed query", async () => {
    const query = new URLSearchParams({
      "X-Amz-Credential": "local/20261121/us-east-1/execute-api/aws4_request",
    });
    expect((await fetch(`${base}/iam/x?${query}`)).status).toBe(200);
  });

  test("refuses an unsigned request", async () => {
    const response = await fetch(`${base}/iam/x`);
    expect([response.status, await response.json()]).toEqual([
      403,
      { message: "Missing Authentication Token" },
    ]);
  });
});

describe("a request that is too long", () => {
  test.each([
    ["for the gateway", 11 * 1_048_576],
    ["for Lambda, with its body in base64", 5 * 1_048_576],
  ])("%s is refused", async (_, length) => {
    const response = await fetch(`${base}/stream/x`, { method: "POST", body: Buffer.alloc(length) });
    expect([response.status, await response.json()]).toEqual([413, { message: "Request Too Long" }]);
  });

  test("is refused also when it does not say how long it is", async () => {
    async function* endless() {
      for (let i = 0; i < 12; i += 1) yield Buffer.alloc(1_048_576);
    }
    const options = { method: "POST", body: endless(), duplex: "half" };
    const response = await fetch(`${base}/plain/x`, options as unknown as RequestInit);
    expect(response.status).toBe(413);
  });
});
