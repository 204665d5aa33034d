import { GetVectorsCommand, ListVectorsCommand, PutVectorsCommand } from "@aws-sdk/client-s3vectors";
import { type Address, errorOf, openTarget, put, type Target } from "./target.ts";

let target: Target;
let index: Address;
beforeAll(async () => {
  target = await openTarget();
  index = await target.createIndex({ metadataConfiguration: { nonFilterableMetadataKeys: ["text"] } });
}, 60_000);
afterAll(() => target.close(), 60_000);

const get = (keys: string[], options: object = {}) =>
  target.client.send(new GetVectorsCommand({ ...index, keys, ...options }));
const putOne = (changes: object) =>
  target.client.send(
    new PutVectorsCommand({ ...index, vectors: [{ key: "k", data: { float32: [1, 0, 0] }, ...changes }] }),
  );

describe("PutVectors and GetVectors", () => {
  it("keeps vectors rounded to float32, and their metadata", async () => {
    await put(target, index, [["kept", [0.1, -2.5, 1e-3], { a: "ü", n: 1.5, b: true, l: ["x", "y"] }]]);
    const { vectors } = await get(["kept", "not-there"], { returnData: true, returnMetadata: true });
    expect(vectors).toHaveLength(1);
    expect(vectors?.[0]?.metadata).toEqual({ a: "ü", n: 1.5, b: true, l: ["x", "y"] });
    expect(vectors?.[0]?.data?.float32?.map(Math.fround)).toEqual([0.1, -2.5, 1e-3].map(Math.fround));
  });

  it("gives keys only unless more is asked for", async () => {
    await put(target, index, [["plain", [1, 0, 0], { a: 1 }]]);
    expect((await get(["plain"])).vectors).toEqual([{ key: "plain" }]);
  });

  it("takes the metadata that is allowed, to the byte", async () => {
    // {"a":"…"} is 8 bytes around the text.
    await putOne({ metadata: { a: "x".repeat(2048 - 8) } });
    await putOne({ metadata: { text: "x".repeat(39_000) } });
    await putOne({ metadata: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, n])) });
  });

  it.each<[string, object, string]>([
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

  it.each<[string, object]>([
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

  it("stores none of the vectors when one is refused", async () => {
    const vectors = [
      { key: "good", data: { float32: [1, 0, 0] } },
      { key: "bad", data: { float32: [1] } },
    ];
    expect((await errorOf(target.client.send(new PutVectorsCommand({ ...index, vectors })))).name).toBe(
      "ValidationException",
    );
    expect((await get(["good"])).vectors).toEqual([]);
  });

  it("takes 500 vectors at once and gives 100, no more", async () => {
    const some = (count: number) => Array.from({ length: count }, (_, n) => `many-${n}`);
    await put(
      target,
      index,
      some(500).map((key) => [key, [1, 1, 1]]),
    );
    expect((await get(some(100))).vectors).toHaveLength(100);
    expect((await errorOf(get(some(101)))).name).toBe("ValidationException");
    const tooMany = put(
      target,
      index,
      some(501).map((key) => [key, [1, 1, 1]]),
    );
    expect(await errorOf(tooMany)).toMatchObject({
      name: "ValidationException",
      fieldList: [{ path: "/vectors", message: expect.stringContaining("501") }],
    });
  });
});

describe("ListVectors", () => {
  const list = async (address: Address, options: object = {}) => {
    const keys: (string | undefined)[] = [];
    let nextToken: string | undefined;
    let pages = 0;
    do {
      const page = await target.client.send(new ListVectorsCommand({ ...address, ...options, nextToken }));
      keys.push(...(page.vectors ?? []).map(({ key }) => key));
      nextToken = page.nextToken;
      pages += 1;
    } while (nextToken !== undefined);
    return { keys, pages };
  };

  it("gives every vector once, page by page and segment by segment", async () => {
    const own = await target.createIndex();
    const all = Array.from({ length: 25 }, (_, n) => `é${n}`);
    await put(
      target,
      own,
      all.map((key) => [key, [1, 0, 0]]),
    );
    const { keys, pages } = await list(own, { maxResults: 10 });
    expect([...keys].sort()).toEqual([...all].sort());
    expect(pages).toBeGreaterThanOrEqual(3);
    const segments = await Promise.all(
      [0, 1, 2].map((segmentIndex) => list(own, { segmentCount: 3, segmentIndex })),
    );
    expect(segments.flatMap((segment) => segment.keys).sort()).toEqual([...all].sort());
  });

  it("ends a page at 1 MB", async () => {
    const own = await target.createIndex({ dimension: 4096 });
    const vector = Array.from({ length: 4096 }, () => 1);
    await put(
      target,
      own,
      Array.from({ length: 70 }, (_, n) => [`${n}`, vector]),
    );
    const { keys, pages } = await list(own);
    expect(keys).toHaveLength(70);
    expect(pages).toBe(2);
  });

  it("refuses a segment without a count", async () => {
    const error = await errorOf(list(index, { segmentIndex: 0 }));
    expect(error.name).toBe("ValidationException");
  });
});
