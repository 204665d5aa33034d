import { PageInfo } from "../../../bin/cli/answers.ts";
import { openApi } from "../../../bin/cli/api.ts";
import type { Connection } from "../../../bin/cli/connection.ts";
import { type Played, playedApi, refusal } from "./played-api.ts";
import { testIo } from "./test-io.ts";

const aws = {
  region: "us-east-1",
  endpoint: "http://127.0.0.1:1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
  outputs: {},
};

async function ask(routes: Record<string, Played>, changes: Partial<Connection> = {}) {
  const played = await playedApi(routes);
  const pauses: number[] = [];
  const { io } = testIo({ sleep: async (ms) => void pauses.push(ms) });
  const connection = { from: "a test", apiUrl: played.endpoint, apiKey: "rb_k", aws: undefined, ...changes };
  const answer = await openApi(connection, io)
    .json(PageInfo, { path: "/things/a%2Fb", query: { q: "ü &", none: undefined } })
    .catch((error: unknown) => error)
    .finally(() => played.close());
  return { answer, seen: played.seen, pauses };
}

const PATH = "GET /things/a%2Fb";

test("sends the key, and parts of the path and the query encoded", async () => {
  const { seen } = await ask({ [PATH]: () => ({ total_page: 1 }) });
  expect(seen).toMatchObject([{ query: { q: "ü &" }, headers: { "x-api-key": "rb_k" } }]);
});

test("waits a while when there are too many requests, then gives up in the API's words", async () => {
  const { answer, seen, pauses } = await ask({
    [PATH]: () => refusal(429, "too_many_requests", "Slow down."),
  });
  expect(answer).toMatchObject({ code: "too_many_requests", message: "Slow down." });
  expect(seen).toHaveLength(4);
  expect(pauses).toEqual([1000, 2000, 4000]);
});

test("takes an answer without a body for the gateway's throttle, and goes on when it ends", async () => {
  let calls = 0;
  const { answer } = await ask({
    [PATH]: () => (calls++ === 0 ? { reply: { status: 429 } } : { total_page: 7 }),
  });
  expect(answer).toEqual({ total_page: 7 });
});

test("asks no second time when the refusal is no matter of room", async () => {
  const { seen } = await ask({ [PATH]: () => refusal(429, "budget_exceeded") });
  expect(seen).toHaveLength(1);
});

test("signs its requests when the deployment takes signatures instead of keys", async () => {
  const route: Played = ({ headers }) =>
    headers["authorization"] === undefined ? refusal(403, "signature_invalid") : { total_page: 1 };
  const { answer, seen } = await ask({ [PATH]: route }, { aws });
  expect(answer).toEqual({ total_page: 1 });
  expect(seen[1]?.headers["authorization"]).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/execute-api\/aws4_request, SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*, Signature=[0-9a-f]{64}$/,
  );
  expect(seen[1]?.headers["x-api-key"]).toBeUndefined();
});

test("signs at once where AWS is known and no key is", async () => {
  const { seen } = await ask({ [PATH]: () => ({}) }, { aws, apiKey: undefined });
  expect(seen).toHaveLength(1);
  expect(seen[0]?.headers["authorization"]).toContain("AWS4-HMAC-SHA256");
});

test("says how to get a key when it is refused without one", async () => {
  const { answer } = await ask(
    { [PATH]: () => refusal(401, "api_key_invalid", "No key.") },
    { apiKey: undefined },
  );
  expect(answer).toMatchObject({ message: expect.stringMatching(/^No key\. Give a key with --key/) });
});

test("says that the address is no reelbase when the answer is something else", async () => {
  const { answer } = await ask({ [PATH]: () => ({ reply: { status: 200, body: "<html>" } }) });
  expect(answer).toMatchObject({ message: expect.stringContaining("is it a reelbase") });
});

test("an API that is not there is one sentence, without the query of its address", async () => {
  const { answer } = await ask({}, { apiUrl: "http://127.0.0.1:1/?token=secret" });
  expect(answer).toMatchObject({
    message: expect.stringMatching(/^The API at http:\/\/127\.0\.0\.1:1 cannot/),
  });
});
