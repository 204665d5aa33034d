import fc from "fast-check";
import { ProxyEvent } from "../../lambda/contracts/api/lambda-proxy.ts";
import { indexIdOf } from "../../lambda/keys.ts";
import { callerOf, requestOf } from "../../lambda/query/lambda-event.ts";
import { aProxyEvent } from "./proxy-event.ts";

const urlOf = (change: Partial<ProxyEvent>) => requestOf(aProxyEvent(change)).url.replace("https://api", "");

describe("the request", () => {
  test("has the method, the path and the headers of the event", () => {
    const request = requestOf(
      aProxyEvent({ httpMethod: "DELETE", multiValueHeaders: { "X-One": ["1"], "x-two": ["a", "b"] } }),
    );
    expect([request.method, request.url]).toEqual(["DELETE", "https://api/v1.2/indexes"]);
    expect([request.headers.get("x-one"), request.headers.get("X-Two")]).toEqual(["1", "a, b"]);
  });

  test.each([
    ["stays as it was encoded", "/v1.2/search/a%2Fb%20c", "/v1.2/search/a%2Fb%20c"],
    ["keeps signs that would begin something else", "/v1.2/a?b#c", "/v1.2/a%3Fb%23c"],
    ["never becomes a host", "//example.com/v1.2", "//example.com/v1.2"],
    ["may come without its first slash", "v1.2/indexes", "/v1.2/indexes"],
    ["may hold letters of any alphabet", "/v1.2/übersicht", "/v1.2/%C3%BCbersicht"],
    ["may hold a lone percent sign", "/v1.2/100%", "/v1.2/100%"],
  ])("its path %s", (_what, path, expected) => expect(urlOf({ path })).toBe(expected));

  test("has every value of the query, encoded anew", () => {
    const url = urlOf({
      multiValueQueryStringParameters: {
        "created_at[gte]": ["2024-01-01"],
        filter: ["a&b=c", "ü"],
        empty: [""],
      },
    });
    const query = new URL(url, "https://api").searchParams;
    expect(query.get("created_at[gte]")).toBe("2024-01-01");
    expect(query.getAll("filter")).toEqual(["a&b=c", "ü"]);
    expect(query.get("empty")).toBe("");
  });

  test.each([
    ["text", '{"query":"grün"}', false],
    ["base64", Buffer.from('{"query":"grün"}').toString("base64"), true],
  ])("has the body that came as %s", async (_what, body, isBase64Encoded) => {
    const request = requestOf(aProxyEvent({ httpMethod: "POST", body, isBase64Encoded }));
    expect(await request.json()).toEqual({ query: "grün" });
  });

  test("has bytes that are no text as they came", async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const body = Buffer.from(bytes).toString("base64");
    const request = requestOf(aProxyEvent({ httpMethod: "PUT", body, isBase64Encoded: true }));
    expect(new Uint8Array(await request.arrayBuffer())).toEqual(bytes);
  });

  test.each(["GET", "HEAD"] as const)("of %s has no body, whatever was sent", (httpMethod) => {
    expect(requestOf(aProxyEvent({ httpMethod, body: "{}" })).body).toBeNull();
  });

  test("can be made of whatever a client sends", () => {
    const texts = fc.dictionary(fc.string({ unit: "binary" }), fc.array(fc.string({ unit: "binary" })));
    const event = fc.record({
      httpMethod: fc.constantFrom("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"),
      path: fc.string({ unit: "binary" }),
      multiValueHeaders: fc.option(texts),
      multiValueQueryStringParameters: fc.option(texts),
      body: fc.option(fc.string({ unit: "binary" })),
      isBase64Encoded: fc.boolean(),
      requestContext: fc.constant({ requestId: "1", identity: {} }),
    });
    fc.assert(
      fc.property(event, (sent) => {
        expect(new URL(requestOf(ProxyEvent.parse(sent)).url).host).toBe("api");
      }),
    );
  });
});

test.each(["..", ".", "%2e%2e", ".%2E", "%2e", "..\\..", ".\t.", "a/../..", "%2E./x"])(
  "the path of %j never leads to another resource",
  (tail) => {
    const path = `/v1.2/indexes/${"0".repeat(24)}/videos/${tail}`;
    const { pathname } = new URL(requestOf({ ...aProxyEvent(), path }).url);
    expect(pathname.split("/")).toHaveLength(path.split("/").length);
    expect(pathname.startsWith(`/v1.2/indexes/${"0".repeat(24)}/videos/`)).toBe(true);
  },
);

describe("the caller", () => {
  const withContext = (change: object) => {
    const { requestContext, ...event } = aProxyEvent();
    return { ...event, requestContext: { ...requestContext, ...change } } as ProxyEvent;
  };

  test("is the one that the authorizer found", () => {
    const indexIds = `${indexIdOf("a")},${indexIdOf("b")}`;
    const authorizer = { principalId: "0123456789ab", name: "notebook", scopes: "read", indexIds };
    expect(callerOf(withContext({ authorizer }))).toEqual({
      name: "notebook",
      scopes: ["read"],
      indexIds: [indexIdOf("a"), indexIdOf("b")],
    });
    expect(callerOf(aProxyEvent())).toEqual({ name: "notebook", scopes: ["read", "write"] });
  });

  test("is the AWS identity where there is no authorizer, and may do everything", () => {
    const userArn = "arn:aws:sts::111122223333:assumed-role/Editor/jane";
    expect(callerOf(withContext({ authorizer: undefined, identity: { userArn } }))).toEqual({
      name: userArn,
      scopes: ["read", "write"],
    });
  });

  test.each([
    ["nobody", { authorizer: undefined }],
    ["an authorizer without scopes", { authorizer: { name: "a", scopes: "", indexIds: "*" } }],
    ["a scope that does not exist", { authorizer: { name: "a", scopes: "read,admin", indexIds: "*" } }],
    ["a restriction that was lost", { authorizer: { name: "a", scopes: "read" } }],
    ["a name that was lost", { authorizer: { scopes: "read", indexIds: "*" } }],
  ])("is never taken from %s", (_what, change) => {
    expect(() => callerOf(withContext(change))).toThrow();
  });
});
