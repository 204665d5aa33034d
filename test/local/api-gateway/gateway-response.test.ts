import { gatewayResponse } from "../../../local/api-gateway/gateway-response.ts";
import { type GatewayResponse, RESPONSE_TYPES, Refusal } from "../../../local/api-gateway/response-types.ts";
import { isHeaderValue, unknownVariable } from "../../../local/api-gateway/template-text.ts";

const context = { requestId: "id", stage: "live", "authorizer.reason": "revoked" };

const json = (text: string): GatewayResponse => ({
  status: undefined,
  headers: {},
  template: { contentType: "application/json", text },
});

test.each(RESPONSE_TYPES)("%s has a body that says what is wrong, or null", (type) => {
  const { status, headers, body } = gatewayResponse(new Refusal(type), new Map(), context);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(headers?.["x-amzn-errortype"]).toMatch(/Exception$/);
  const [[name, message] = []] = Object.entries(JSON.parse(String(body)));
  expect(name?.toLowerCase()).toBe("message");
  expect(message === null || typeof message === "string").toBe(true);
});

test("fills in what the request and its authorizer have", () => {
  const text =
    '{"e":$context.error.messageString,"m":"$context.error.message","t":"$context.error.responseType",' +
    '"r":"$context.authorizer.reason","n":"$context.authorizer.none","i":"$context.requestId"}';
  const reply = gatewayResponse(
    new Refusal("UNAUTHORIZED"),
    new Map([["UNAUTHORIZED", json(text)]]),
    context,
  );
  expect(JSON.parse(String(reply.body))).toEqual({
    e: "Unauthorized",
    m: "Unauthorized",
    t: "UNAUTHORIZED",
    r: "revoked",
    n: "",
    i: "id",
  });
});

test.each<[Refusal, number, string]>([
  [new Refusal("UNAUTHORIZED"), 401, "4"],
  [new Refusal("DEFAULT_5XX", { status: 502 }), 502, "5"],
  [new Refusal("ACCESS_DENIED"), 403, "own"],
])("a type that is not set takes the default of its class (%#)", (refusal, status, body) => {
  const responses = new Map([
    ["DEFAULT_4XX", json("4")],
    ["DEFAULT_5XX", json("5")],
    ["ACCESS_DENIED", json("own")],
  ] as const);
  expect(gatewayResponse(refusal, responses, context)).toMatchObject({ status, body });
});

test("status and headers of the template replace those of the service", () => {
  const response = {
    ...json("{}"),
    status: 418,
    headers: { "X-Id": "context.requestId", "X-Kind": "'tea'" },
  };
  const reply = gatewayResponse(new Refusal("THROTTLED"), new Map([["THROTTLED", response]]), context);
  expect(reply.status).toBe(418);
  expect(reply.headers).toMatchObject({ "x-id": "id", "x-kind": "tea" });
});

test.each<[string, string | undefined]>([
  ["$context.requestId and $context.authorizer.any", undefined],
  ["$context.identity.apiKey", "identity.apiKey"],
  ["$context.authorizer.claims.sub", "authorizer.claims.sub"],
])("unknown in %s: %s", (text, expected) => {
  expect(unknownVariable(text)).toBe(expected);
});

test.each<[string, boolean]>([
  ["'*'", true],
  ["context.requestId", true],
  ["context.nothing", false],
  ["method.request.header.origin", false],
  ["plain", false],
])("as a header value, %s: %s", (value, expected) => {
  expect(isHeaderValue(value)).toBe(expected);
});
