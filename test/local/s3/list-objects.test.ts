import { ListObjectsCommand, type ListObjectsCommandInput, PutObjectCommand } from "@aws-sdk/client-s3";
import { openTarget, type Target } from "./target.ts";

const keys = ["a", "b/1", "b/2", "c", "d/1", "e"];
let target: Target;
let Bucket: string;
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
  for (const Key of keys) await target.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
});
afterAll(() => target.close());

const list = (input: Partial<ListObjectsCommandInput> = {}) =>
  target.client.send(new ListObjectsCommand({ Bucket, ...input }));

test("lists everything with its owner", async () => {
  const { Contents, IsTruncated } = await list();
  expect(Contents?.map(({ Key }) => Key)).toEqual(keys);
  expect(Contents?.[0]?.Owner?.ID).toEqual(expect.any(String));
  expect(IsTruncated).toBe(false);
});

test("goes on after a marker, and leaves the next marker to the client when there is no delimiter", async () => {
  const first = await list({ MaxKeys: 2 });
  expect(first.IsTruncated).toBe(true);
  expect(first.NextMarker).toBeUndefined();
  const second = await list({ Marker: first.Contents?.at(-1)?.Key });
  expect(second.Contents?.map(({ Key }) => Key)).toEqual(keys.slice(2));
});

test("pages through common prefixes by NextMarker", async () => {
  const seen: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await list({ MaxKeys: 1, Delimiter: "/", Marker });
    seen.push(...[...(page.Contents ?? []).map(({ Key }) => Key)]);
    seen.push(...[...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix)]);
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  expect(seen).toEqual(["a", "b/", "c", "d/", "e"]);
});
