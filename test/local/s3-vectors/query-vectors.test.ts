import { DeleteVectorsCommand } from "@aws-sdk/client-s3vectors";
import { type Address, errorOf, openTarget, put, query, type Target } from "./target.ts";

let target: Target;
let index: Address;
beforeAll(async () => {
  target = await openTarget();
  index = await target.createIndex({ metadataConfiguration: { nonFilterableMetadataKeys: ["text"] } });
  await put(target, index, [
    ["x", [1, 0, 0], { videoId: "v1", startSec: 0, text: "first" }],
    ["xy", [1, 1, 0], { videoId: "v1", startSec: 5, text: "second" }],
    ["y", [0, 2, 0], { videoId: "v2", startSec: 0 }],
    ["-x", [-1, 0, 0]],
  ]);
});
afterAll(() => target.close());

const keys = (answer: { vectors?: { key?: string | undefined }[] | undefined }) =>
  answer.vectors?.map(({ key }) => key);

describe("QueryVectors", () => {
  it("gives the nearest first, with 1 - cosine as distance", async () => {
    const { vectors, distanceMetric } = await query(target, index, [3, 0, 0], { returnDistance: true });
    expect(distanceMetric).toBe("cosine");
    expect(vectors?.map(({ key }) => key)).toEqual(["x", "xy", "y", "-x"]);
    const expected = [0, 1 - Math.SQRT1_2, 1, 2];
    for (const [n, { distance }] of (vectors ?? []).entries())
      expect(distance).toBeCloseTo(expected[n] ?? -1, 5);
  });

  it("gives keys only unless more is asked for", async () => {
    const plain = await query(target, index, [1, 0, 0], { topK: 1 });
    expect(plain.vectors).toEqual([{ key: "x" }]);
    const full = await query(target, index, [1, 0, 0], { topK: 1, returnMetadata: true });
    expect(full.vectors).toEqual([{ key: "x", metadata: { videoId: "v1", startSec: 0, text: "first" } }]);
  });

  it("looks only at what the filter lets through", async () => {
    expect(keys(await query(target, index, [1, 0, 0], { filter: { videoId: "v2" } }))).toEqual(["y"]);
    const filter = { $and: [{ videoId: "v1" }, { startSec: { $gte: 1 } }] };
    expect(keys(await query(target, index, [1, 0, 0], { filter }))).toEqual(["xy"]);
    expect(keys(await query(target, index, [1, 0, 0], { filter: { videoId: "v3" } }))).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      "another dimension",
      { queryVector: { float32: [1, 0] } },
      "vector must have length 3, but has length 2",
    ],
    [
      "a zero vector",
      { queryVector: { float32: [0, 0, 0] } },
      "cosine distance does not support vectors with zero norm",
    ],
    [
      "a key that cannot be filtered",
      { filter: { text: "x" } },
      "Invalid use of non-filterable metadata in filter",
    ],
    ["an unknown operator", { filter: { videoId: { $like: "v" } } }, "$like"],
    ["topK of 0", { topK: 0 }, "topK"],
    ["a token that is none", { nextToken: "abc" }, "next token"],
  ])("refuses %s", async (_, options, message) => {
    const error = await errorOf(query(target, index, [1, 0, 0], options));
    expect(error.name).toBe("ValidationException");
    expect(error.message).toContain(message);
  });

  it("sees what was just put, overwritten and deleted", async () => {
    const own = await target.createIndex();
    await put(target, own, [["a", [1, 0, 0], { n: 1 }]]);
    expect(keys(await query(target, own, [1, 0, 0]))).toEqual(["a"]);
    await put(target, own, [
      ["a", [0, 1, 0], { n: 2 }],
      ["b", [1, 0, 0]],
    ]);
    const { vectors } = await query(target, own, [0, 1, 0], { returnMetadata: true });
    expect(vectors).toEqual([{ key: "a", metadata: { n: 2 } }, { key: "b" }]);
    await target.client.send(new DeleteVectorsCommand({ ...own, keys: ["a", "not-there"] }));
    expect(keys(await query(target, own, [0, 1, 0]))).toEqual(["b"]);
  });

  it("measures the straight line when the index says euclidean, where zero is a vector like any other", async () => {
    const own = await target.createIndex({ distanceMetric: "euclidean" });
    await put(target, own, [
      ["origin", [0, 0, 0]],
      ["far", [3, 4, 0]],
    ]);
    const { vectors, distanceMetric } = await query(target, own, [0, 0, 0], { returnDistance: true });
    expect(distanceMetric).toBe("euclidean");
    expect(vectors).toEqual([
      { key: "origin", distance: 0 },
      { key: "far", distance: 5 },
    ]);
  });

  it("gives more than one page in the order of distance and key, each vector once", async () => {
    const own = await target.createIndex({ distanceMetric: "euclidean" });
    const all = Array.from({ length: 250 }, (_, n) => `k${String(n).padStart(3, "0")}`);
    await put(
      target,
      own,
      all.map((key, n) => [key, [Math.floor(n / 2), 0, 0]]),
    );
    const found: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await query(target, own, [0, 0, 0], { topK: 230, nextToken });
      expect(page.vectors?.length).toBeLessThanOrEqual(100);
      found.push(...(keys(page) ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(found).toEqual(all.slice(0, 230));
  });

  it("refuses the next page of another query", async () => {
    const own = await target.createIndex();
    await put(
      target,
      own,
      Array.from({ length: 101 }, (_, n) => [`${n}`, [1, n, 0]]),
    );
    const { nextToken } = await query(target, own, [1, 0, 0], { topK: 101 });
    expect((await query(target, own, [1, 0, 0], { topK: 101, nextToken })).vectors).toHaveLength(1);
    expect((await errorOf(query(target, own, [0, 1, 0], { topK: 101, nextToken }))).name).toBe(
      "ValidationException",
    );
  });
});

test("knows no index that is not there", async () => {
  const error = await errorOf(query(target, { ...index, indexName: "not-there" }, [1, 0, 0]));
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});
