import { CallerFromContext } from "../../lambda/contracts/api/authorizer.ts";
import type { ApiKeyItem } from "../../lambda/contracts/library-items.ts";
import { apiKeySecret } from "../../lambda/domain/api-key.ts";
import { apiKeyHash, indexIdOf } from "../../lambda/keys.ts";
import { authorize } from "../../lambda/query/authorize.ts";
import { AT } from "../factories.ts";
import { manualClock, memoryLog } from "../fakes.ts";

const SECRET = apiKeySecret(new Uint8Array(32).fill(1));
const STAGE = "arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/api";

const aKey = (change: Partial<ApiKeyItem> = {}): ApiKeyItem => ({
  keyHash: apiKeyHash(SECRET),
  name: "notebook",
  scopes: ["read"],
  createdAt: AT,
  ...change,
});

function gate(...keys: readonly ApiKeyItem[]) {
  const asked: string[] = [];
  const log = memoryLog();
  const clock = manualClock();
  const get = async (keyHash: string) => {
    asked.push(keyHash);
    return keys.find((key) => key.keyHash === keyHash);
  };
  return { ask: authorize({ keys: { get }, clock, log }), asked, log, clock };
}

function asking(headers: Readonly<Record<string, readonly string[]>>) {
  return {
    type: "REQUEST",
    methodArn: `${STAGE}/GET/v1.2/indexes`,
    resource: "/v1.2/{proxy+}",
    headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: headers,
  };
}

const withKey = (value = SECRET) => asking({ "x-api-key": [value] });

const policy = (Effect: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect, Action: "execute-api:Invoke", Resource: `${STAGE}/*` }],
});

test("a key opens the whole stage, and says who calls", async () => {
  const { ask, asked } = gate(aKey());
  expect(await ask(withKey())).toEqual({
    principalId: apiKeyHash(SECRET).slice(0, 12),
    policyDocument: policy("Allow"),
    context: { name: "notebook", scopes: "read", indexIds: "*" },
  });
  expect(asked).toEqual([apiKeyHash(SECRET)]);
});

test("scopes and indexes of a key arrive as they are", async () => {
  const indexIds = [indexIdOf("holiday"), indexIdOf("work")];
  const { ask } = gate(aKey({ scopes: ["read", "write"], indexIds }));
  const { context } = await ask(withKey());
  expect(CallerFromContext.parse({ ...context, principalId: "…" })).toEqual({
    name: "notebook",
    scopes: ["read", "write"],
    indexIds,
  });
});

test("a key that is restricted to no index at all opens none, not every one", async () => {
  const { ask } = gate(aKey({ indexIds: [] }));
  const { context } = await ask(withKey());
  expect(CallerFromContext.parse(context)).toMatchObject({ indexIds: [] });
});

test("the name of the header may be written in any way, and one list of headers is enough", async () => {
  const { ask } = gate(aKey());
  expect(await ask(asking({ "X-Api-Key": [SECRET] }))).toMatchObject({ policyDocument: policy("Allow") });
  const { multiValueHeaders, ...single } = asking({ "X-API-KEY": [SECRET] });
  expect(await ask(single)).toMatchObject({ policyDocument: policy("Allow") });
});

test.each([
  ["no header", asking({})],
  ["an empty header", asking({ "x-api-key": [""] })],
  ["two keys", asking({ "x-api-key": [SECRET, SECRET] })],
  ["two spellings of the header", asking({ "x-api-key": [SECRET], "X-Api-Key": [SECRET] })],
  ["a text that is no key", asking({ "x-api-key": ["secret"] })],
  ["a key with more behind it", asking({ "x-api-key": [`${SECRET} `] })],
  ["a header of 10 000 characters", asking({ "x-api-key": ["A".repeat(10_000)] })],
])("%s is unauthorized without a look into the table", async (_what, event) => {
  const { ask, asked } = gate(aKey());
  await expect(ask(event)).rejects.toThrow(/^Unauthorized$/);
  expect(asked).toEqual([]);
});

test("an unknown key is unauthorized", async () => {
  const { ask, asked } = gate();
  await expect(ask(withKey())).rejects.toThrow(/^Unauthorized$/);
  expect(asked).toHaveLength(1);
});

test.each([
  ["a revoked key", { revokedAt: AT }, "api_key_revoked", "The API key was revoked."],
  ["an expired key", { expiresAt: AT }, "api_key_expired", "The API key has expired."],
])("%s is denied with a reason of its own", async (_what, change, code, message) => {
  const { ask } = gate(aKey(change));
  expect(await ask(withKey())).toMatchObject({
    policyDocument: policy("Deny"),
    context: { code, message },
  });
});

test("a key stops at the moment of its end", async () => {
  const end = new Date(Date.parse(AT) + 1000).toISOString();
  const { ask, clock } = gate(aKey({ expiresAt: end }));
  expect(await ask(withKey())).toMatchObject({ policyDocument: policy("Allow") });
  clock.advance(1000);
  expect(await ask(withKey())).toMatchObject({ policyDocument: policy("Deny") });
});

test("a fault of the table is no refusal", async () => {
  const keys = { get: async () => Promise.reject(new Error("busy")) };
  const ask = authorize({ keys, clock: manualClock(), log: memoryLog() });
  await expect(ask(withKey())).rejects.toThrow("busy");
});

test("what is no request is a fault, not a refusal", async () => {
  const { ask } = gate();
  await expect(ask({ type: "TOKEN", authorizationToken: SECRET })).rejects.not.toThrow(/^Unauthorized$/);
});

test("neither a key nor its whole hash is ever logged", async () => {
  for (const key of [aKey(), aKey({ revokedAt: AT }), aKey({ keyHash: "other" })]) {
    const { ask, log } = gate(key);
    await ask(withKey()).catch(() => undefined);
    const text = JSON.stringify(log.lines);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(apiKeyHash(SECRET));
  }
});
