import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { dynamoDbApiKeys } from "../../../lambda/adapters/query/api-keys.ts";
import { type ApiKeyItem, VIDEO_SUMMARY_ATTRIBUTES } from "../../../lambda/contracts/library-items.ts";
import { apiKeyHash, BY_INDEX, indexIdOf } from "../../../lambda/keys.ts";
import type { ApiKeys } from "../../../lambda/query/ports.ts";
import { aCatalog, type TestCatalog } from "../../catalog/table.ts";
import { AT } from "../../factories.ts";

const TABLE = "keys";

let catalog: TestCatalog;
let keys: ApiKeys;
beforeAll(async () => {
  catalog = await aCatalog();
  await catalog.client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: hashAndRange("pk", "sk"),
      AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk"].map((AttributeName) => ({
        AttributeName,
        AttributeType: "S",
      })),
      GlobalSecondaryIndexes: [
        {
          IndexName: BY_INDEX,
          KeySchema: hashAndRange("gsi1pk", "gsi1sk"),
          // As in the template: it has no room for the attributes of keys.
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: [...VIDEO_SUMMARY_ATTRIBUTES] },
        },
      ],
    }),
  );
  keys = dynamoDbApiKeys(catalog.client, TABLE);
});
afterAll(() => catalog.close());

function hashAndRange(hash: string, range: string) {
  return [
    { AttributeName: hash, KeyType: "HASH" as const },
    { AttributeName: range, KeyType: "RANGE" as const },
  ];
}

const aKey = (name: string, change: Partial<ApiKeyItem> = {}): ApiKeyItem => ({
  keyHash: apiKeyHash(name),
  name,
  scopes: ["read"],
  createdAt: AT,
  ...change,
});

async function listed(): Promise<ApiKeyItem[]> {
  const all: ApiKeyItem[] = [];
  for await (const key of keys.list()) all.push(key);
  return all;
}

test("a key is found by its hash, with all that was said of it", async () => {
  const key = aKey("full", {
    scopes: ["read", "write"],
    indexIds: [indexIdOf("holiday")],
    expiresAt: "2027-01-01T00:00:00.000Z",
  });
  expect(await keys.create(key)).toBe(true);
  expect(await keys.get(key.keyHash)).toEqual(key);
  expect(await keys.get(apiKeyHash("another"))).toBeUndefined();
});

test("a key is made once", async () => {
  expect(await keys.create(aKey("twice"))).toBe(true);
  expect(await keys.create(aKey("twice", { scopes: ["write"] }))).toBe(false);
  expect(await keys.get(apiKeyHash("twice"))).toMatchObject({ scopes: ["read"] });
});

test("a revoked key stays, and keeps the time of its first revocation", async () => {
  await keys.create(aKey("leaked"));
  expect(await keys.revoke(apiKeyHash("leaked"), "2026-11-22T00:00:00.000Z")).toBe(true);
  expect(await keys.revoke(apiKeyHash("leaked"), "2026-11-23T00:00:00.000Z")).toBe(true);
  expect(await keys.get(apiKeyHash("leaked"))).toMatchObject({ revokedAt: "2026-11-22T00:00:00.000Z" });
});

test("an unknown key cannot be revoked, and is not made by trying", async () => {
  expect(await keys.revoke(apiKeyHash("never"), AT)).toBe(false);
  expect(await keys.get(apiKeyHash("never"))).toBeUndefined();
});

test("all keys are listed, oldest first, however many there are", async () => {
  const before = (await listed()).length;
  const made = Array.from({ length: 120 }, (_, at) =>
    aKey(`listed-${at}`, { createdAt: new Date(Date.parse(AT) + (at + 1) * 1000).toISOString() }),
  );
  for (const key of made) await keys.create(key);
  const all = await listed();
  expect(all.slice(before)).toEqual(made);
});
