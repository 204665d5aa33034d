import { GetVectorsCommand, PutVectorsCommand } from "@aws-sdk/client-s3vectors";
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
const putOne = (changes: object) =>
  target.client.send(
    new PutVectorsCommand({ ...index, vectors: [{ key: "k", data: { float32: [1, 0, 0] }, ...changes }] }),
  );

test("takes the metadata that is allowed, to the byte", async () => {
  // {"a":"…"} is 8 bytes around the text.
  await putOne({ metadata: { a: "x".repeat(2048 - 8) } });
  await putOne({ metadata: { text: "x".repeat(39_000) } });
  await putOne({ metadata: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, n])) });
});

test.each<[string, object, string]>([
  [
    "another dimension",
    { data: { float32: [1, 0] } },
    "Invalid record for key 'k': vector must have length 3, but has length 2",
  ],
  [
    "a zero vector",
    { data: { float32: [0, 0, 0] } },
    "Invalid record for key 'k': cosine distance does not support vectors with zero norm",
  ],
  [
    "more than 2 KB of filterable metadata",
    { metadata: { a: "x".repeat(2048 - 7) } },
    "Invalid record for key 'k': Filterable metadata must have at most 2048 bytes",
  ],
])("refuses %s", async (_, changes, message) => {
  expect(await errorOf(putOne(changes))).toMatchObject({
    name: "ValidationException",
    message,
    $metadata: { httpStatusCode: 400 },
  });
});

test.each<[string, object]>([
  ["a number too large for float32", { data: { float32: [1e39, 0, 0] } }],
  ["more than 40 KB of metadata", { metadata: { text: "x".repeat(41_000) } }],
  [
    "51 keys of metadata",
    { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, n])) },
  ],
  ["null in the metadata", { metadata: { a: null } }],
  ["an object in filterable metadata", { metadata: { a: { b: 1 } } }],
  ["an empty key", { key: "" }],
  ["a key of 1,025 characters", { key: "x".repeat(1025) }],
])("refuses %s", async (_, changes) => {
  expect((await errorOf(putOne(changes))).name).toBe("ValidationException");
});

test("stores none of the vectors when one is refused", async () => {
  const vectors = [
    { key: "good", data: { float32: [1, 0, 0] } },
    { key: "bad", data: { float32: [1] } },
  ];
  expect((await errorOf(target.client.send(new PutVectorsCommand({ ...index, vectors })))).name).toBe(
    "ValidationException",
  );
  expect((await get(["good"])).vectors).toEqual([]);
});

test("overwrites a vector with all that belongs to it", async () => {
  await put(target, index, [["twice", [1, 0, 0], { a: 1, b: 2 }]]);
  await put(target, index, [["twice", [0, 1, 0], { a: 3 }]]);
  const { vectors } = await get(["twice"], { returnData: true, returnMetadata: true });
  expect(vectors).toEqual([{ key: "twice", data: { float32: [0, 1, 0] }, metadata: { a: 3 } }]);
});

test("takes 500 vectors at once, no more", async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n): [string, number[]] => [`many-${n}`, [1, 1, 1]]);
  await put(target, index, many(500));
  expect((await get(["many-0", "many-499"])).vectors).toHaveLength(2);
  expect(await errorOf(put(target, index, many(501)))).toMatchObject({
    name: "ValidationException",
    fieldList: [{ path: "/vectors", message: expect.stringContaining("501") }],
  });
});

test("knows no index that is not there", async () => {
  const error = await errorOf(
    target.client.send(
      new PutVectorsCommand({
        ...index,
        indexName: "not-there",
        vectors: [{ key: "k", data: { float32: [1, 0, 0] } }],
      }),
    ),
  );
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});
