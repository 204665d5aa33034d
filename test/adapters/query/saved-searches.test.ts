import { randomBytes } from "node:crypto";
import { savedPages } from "../../../lambda/adapters/query/saved-searches.ts";
import { savedSearchKey } from "../../../lambda/keys.ts";
import { aCatalog, type TestCatalog } from "../../catalog/table.ts";

let test: TestCatalog;
beforeAll(async () => {
  test = await aCatalog();
});
afterAll(() => test.close());

const pages = () => savedPages(test.client, test.tableName);

it("gives back what was kept, packed, until DynamoDB removes it", async () => {
  const content = { hits: Array.from({ length: 1000 }, (_, rank) => ({ rank, text: "blue", score: 90.5 })) };
  await pages().save("id-1", "search", content, 1_800_000_000);
  expect(await pages().load("id-1", "search")).toEqual({ content, expiresAtSec: 1_800_000_000 });
  const { content: packed, expiresAt } = (await test.item(savedSearchKey("id-1"))) ?? {};
  expect(expiresAt).toBe(1_800_000_000);
  expect((packed as Uint8Array).byteLength).toBeLessThan(JSON.stringify(content).length / 5);
});

it("keeps what is too large for one item in several", async () => {
  const content = { text: randomBytes(700_000).toString("base64") };
  await pages().save("id-2", "classification", content, 1_800_000_000);
  expect(await pages().load("id-2", "classification")).toEqual({ content, expiresAtSec: 1_800_000_000 });
  expect(await test.item(savedSearchKey("id-2", 1))).toMatchObject({ expiresAt: 1_800_000_000 });
});

it("knows nothing of another id, nor of another kind", async () => {
  await pages().save("id-3", "search", {}, 1_800_000_000);
  expect(await pages().load("id-4", "search")).toBeUndefined();
  expect(await pages().load("id-3", "classification")).toBeUndefined();
});
