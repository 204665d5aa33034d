import { ListVectorsCommand } from "@aws-sdk/client-s3vectors";
import { type Address, errorOf, openTarget, put, type Target } from "./target.ts";

let target: Target;
let index: Address;
beforeAll(async () => {
  target = await openTarget();
  index = await target.createIndex();
});
afterAll(() => target.close());

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

test("gives every vector once, page by page and segment by segment", async () => {
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

test("ends a page at 1 MB", async () => {
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

test("refuses a segment without a count", async () => {
  const error = await errorOf(list(index, { segmentIndex: 0 }));
  expect(error.name).toBe("ValidationException");
});

test("gives data and metadata on request", async () => {
  const own = await target.createIndex();
  await put(target, own, [["a", [1, 0, 0], { n: 1 }]]);
  const plain = await target.client.send(new ListVectorsCommand(own));
  expect(plain.vectors).toEqual([{ key: "a" }]);
  const full = await target.client.send(
    new ListVectorsCommand({ ...own, returnData: true, returnMetadata: true }),
  );
  expect(full.vectors).toEqual([{ key: "a", data: { float32: [1, 0, 0] }, metadata: { n: 1 } }]);
});

test("knows no index that is not there", async () => {
  const error = await errorOf(
    target.client.send(new ListVectorsCommand({ ...index, indexName: "not-there" })),
  );
  expect(error).toMatchObject({ name: "NotFoundException", $metadata: { httpStatusCode: 404 } });
});
