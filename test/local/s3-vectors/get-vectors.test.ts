import { GetVectorsCommand } from "@aws-sdk/client-s3vectors";
import { type Address, errorOf, openTarget, put, type Target } from "./target.ts";

let target: Target;
let index: Address;
beforeAll(async () => {
  target = await openTarget();
  index = await target.createIndex({ metadataConfiguration: { nonFilterableMetadataKeys: ["text"] } });
});
afterAll(() => target.close());

const get = (keys: string[], options: object = {}) =>
  target.client.send(new GetVectorsCommand({ ...index, keys, ...options }));

test("gives vectors rounded to float32, and their metadata", async () => {
  await put(target, index, [["kept", [0.1, -2.5, 1e-3], { a: "ü", n: 1.5, b: true, l: ["x", "y"] }]]);
  const { vectors } = await get(["kept", "not-there"], { returnData: true, returnMetadata: true });
  expect(vectors).toHaveLength(1);
  expect(vectors?.[0]?.metadata).toEqual({ a: "ü", n: 1.5, b: true, l: ["x", "y"] });
  expect(vectors?.[0]?.data?.float32?.map(Math.fround)).toEqual([0.1, -2.5, 1e-3].map(Math.fround));
});

test("gives keys only unless more is asked for", async () => {
  await put(target, index, [["plain", [1, 0, 0], { a: 1 }]]);
  expect((await get(["plain"])).vectors).toEqual([{ key: "plain" }]);
});

test("gives 100 vectors at once, no more", async () => {
  const some = (count: number) => Array.from({ length: count }, (_, n) => `many-${n}`);
  await put(
    target,
    index,
    some(100).map((key) => [key, [1, 1, 1]]),
  );
  expect((await get(some(100))).vectors).toHaveLength(100);
  expect((await errorOf(get(some(101)))).name).toBe("ValidationException");
});

test("refuses no keys", async () => {
  expect((await errorOf(get([]))).name).toBe("ValidationException");
});

test("knows no index that is not there", async () => {
  const error = await errorOf(
    target.client.send(new GetVectorsCommand({ ...index, indexName: "not-there", keys: ["a"] })),
  );
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});
