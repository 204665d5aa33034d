import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  PutObjectCommand,
  paginateListObjectsV2,
} from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

/** In the order of UTF-8 bytes: a letter beyond U+FFFF comes last, though its UTF-16 code units are smaller. */
const keys = ["B/", "a", "a b", "a+b", "a/1", "a/2", "a/b/3", "a0", "b", "c/x", "é", "\uff5e", "\u{1f600}"];
let target: Target;
let Bucket: string;
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
  for (const Key of [...keys].reverse()) {
    await target.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  }
});
afterAll(() => target.close());

const list = (input: Partial<ListObjectsV2CommandInput> = {}) =>
  target.client.send(new ListObjectsV2Command({ Bucket, ...input }));
const shown = async (input: Partial<ListObjectsV2CommandInput>) => {
  const { Contents = [], CommonPrefixes = [] } = await list(input);
  return [Contents.map(({ Key }) => Key), CommonPrefixes.map(({ Prefix }) => Prefix)];
};

test("lists in byte order of the keys", async () => {
  const answer = await list();
  expect(answer.Contents?.map(({ Key }) => Key)).toEqual(keys);
  expect(answer).toMatchObject({ Name: Bucket, KeyCount: keys.length, MaxKeys: 1000, IsTruncated: false });
  expect(answer.Contents?.[1]).toMatchObject({
    Size: 1,
    ETag: '"0cc175b9c0f1b6a831c399e269772661"',
    StorageClass: "STANDARD",
    LastModified: expect.any(Date),
  });
  expect(answer.Contents?.[1]?.Owner).toBeUndefined();
});

test.each([
  [{ Prefix: "a/" }, ["a/1", "a/2", "a/b/3"], []],
  [{ Prefix: "a/", Delimiter: "/" }, ["a/1", "a/2"], ["a/b/"]],
  [{ Delimiter: "/" }, ["a", "a b", "a+b", "a0", "b", "é", "\uff5e", "\u{1f600}"], ["B/", "a/", "c/"]],
  [{ Prefix: "a", Delimiter: "b" }, ["a", "a/1", "a/2", "a0"], ["a b", "a+b", "a/b"]],
  [{ StartAfter: "a/1" }, keys.slice(5), []],
  [{ StartAfter: "a/1", Prefix: "a/", Delimiter: "/" }, ["a/2"], ["a/b/"]],
  [{ StartAfter: "zzz", Prefix: "a" }, [], []],
  [{ Prefix: "nothing" }, [], []],
  [{ MaxKeys: 0 }, [], []],
] as const)("lists %j", async (input, contents, prefixes) => {
  expect(await shown(input)).toEqual([contents, prefixes]);
});

test.each([1, 2, 3, 5, 100])(
  "pages by %i without losing or repeating anything, prefixes counted",
  async (pageSize) => {
    const all: (string | undefined)[] = [];
    const pages = paginateListObjectsV2({ client: target.client, pageSize }, { Bucket, Delimiter: "/" });
    for await (const { Contents = [], CommonPrefixes = [], KeyCount } of pages) {
      expect(KeyCount).toBe(Contents.length + CommonPrefixes.length);
      expect(KeyCount).toBeLessThanOrEqual(pageSize);
      all.push(...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix));
    }
    const [contents = [], prefixes = []] = await shown({ Delimiter: "/" });
    expect(all.sort()).toEqual([...contents, ...prefixes].sort());
  },
);

test("percent-encodes keys on request", async () => {
  const { Contents, EncodingType, Prefix } = await list({ Prefix: "a+", EncodingType: "url" });
  expect([Contents?.[0]?.Key, EncodingType, Prefix]).toEqual(["a%2Bb", "url", "a%2B"]);
});

test("names the owner on request", async () => {
  expect((await list({ FetchOwner: true })).Contents?.[0]?.Owner?.ID).toEqual(expect.any(String));
});

test("leaves out what a delete marker hides", async () => {
  const versioned = await target.newBucket("versioned");
  for (const Key of ["x", "y"]) {
    await target.client.send(new PutObjectCommand({ Bucket: versioned, Key, Body: "1" }));
  }
  await target.client.send(new DeleteObjectCommand({ Bucket: versioned, Key: "x" }));
  expect(await shown({ Bucket: versioned })).toEqual([["y"], []]);
});

test.each([
  [{ MaxKeys: -1 }, "InvalidArgument", 400],
  [{ ContinuationToken: "a/1" }, "InvalidArgument", 400],
  [{ EncodingType: "base64" as "url" }, "InvalidArgument", 400],
])("refuses %j", async (input, name, status) => {
  expect(await failure(list(input))).toEqual({ name, status });
});
