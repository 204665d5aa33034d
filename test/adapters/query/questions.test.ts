import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { questions } from "../../../lambda/adapters/query/questions.ts";
import type { QuestionAnswer } from "../../../lambda/contracts/question-item.ts";
import { questionKey, versionHashOf } from "../../../lambda/keys.ts";
import type { AskedQuestion } from "../../../lambda/query/ports.ts";
import { aCatalog, type TestCatalog } from "../../catalog/table.ts";
import { AT, anUpload, aVideo } from "../../factories.ts";
import { MemoryObjects } from "../../fakes.ts";

let table: TestCatalog;
beforeAll(async () => {
  table = await aCatalog();
});
afterAll(() => table.close());

const { videoId } = aVideo();
let count = 0;
function begun() {
  const work = new MemoryObjects();
  const address = { videoId, kind: "text", hash: `h${count++}`, version: versionHashOf(anUpload()) } as const;
  const get = (key: { pk: string; sk: string }) => table.item(key);
  const store = questions({ client: table.client, name: table.tableName, get }, work);
  const asked: AskedQuestion = {
    ...{ videoId, kind: "text", hash: address.hash, versionId: "v1", modelId: "m", createdAt: AT },
    ...{ prompt: "What?", temperature: 0.2, maxOutputTokens: 100 },
  };
  return { work, address, store, asked };
}
const answer = (change: Partial<QuestionAnswer> = {}): QuestionAnswer => ({
  message: "An answer.",
  finishReason: "stop",
  outputTokens: 3,
  isOfForm: true,
  ...change,
});

test("calls are counted up to the budget, and given back", async () => {
  const { store, address, asked } = begun();
  expect(await store.spend(address, asked, 2)).toBe(1);
  expect(await store.spend(address, { ...asked, createdAt: "later" }, 2)).toBe(2);
  expect(await store.spend(address, asked, 2)).toBeUndefined();
  await store.giveBack(address);
  expect(await store.find(address)).toEqual({ ...asked, calls: 1 });
});

test("an answer that stands stays, one of a wrong form is replaced", async () => {
  const { store, address, asked } = begun();
  await store.spend(address, asked, 6);
  expect(await store.keep(address, answer({ isOfForm: false }), AT)).toBe(true);
  expect(await store.keep(address, answer(), AT)).toBe(true);
  expect(await store.keep(address, answer({ message: "Another." }), AT)).toBe(false);
  expect(await store.find(address)).toMatchObject({ answer: answer(), answeredAt: AT });
});

test("one has the lease, until it is given back", async () => {
  const { store, address } = begun();
  const lease = await store.takeLease(address);
  expect(await store.takeLease(address)).toBeUndefined();
  expect(await store.find(address)).toBeUndefined();
  await lease?.release();
  const next = await store.takeLease(address);
  expect(next).toBeDefined();
  await next?.release();
});

test("the lease of a holder that died runs out", async () => {
  const { store, address } = begun();
  const dead = { holder: "gone", until: Date.now() - 1 };
  await table.client.send(
    new UpdateCommand({
      TableName: table.tableName,
      Key: questionKey(videoId, address.kind, address.hash),
      UpdateExpression: "SET #lease = :dead",
      ExpressionAttributeNames: { "#lease": "lease" },
      ExpressionAttributeValues: { ":dead": dead },
    }),
  );
  const lease = await store.takeLease(address);
  expect(lease).toBeDefined();
  await lease?.release();
});

test("an answer that is too long for an item stands in the work bucket, and is gone with it", async () => {
  const { store, address, asked, work } = begun();
  const message = "ü".repeat(200_000);
  await store.spend(address, asked, 6);
  await store.keep(address, answer({ message }), AT);
  expect((await store.find(address))?.answer).toEqual(answer({ message }));
  expect([...work.texts.keys()]).toEqual([expect.stringMatching(/^answers\//)]);
  work.texts.clear();
  expect(await store.find(address)).not.toHaveProperty("answer");
  expect(await store.keep(address, answer({ message }), AT)).toBe(true);
});
