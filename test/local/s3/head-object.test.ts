import { HeadObjectCommand, type HeadObjectCommandInput, PutObjectCommand } from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
let Bucket: string;
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
  await target.client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "0123456789" }));
});
afterAll(() => target.close());

const head = (input: Partial<HeadObjectCommandInput> = {}) =>
  target.client.send(new HeadObjectCommand({ Bucket, Key: "a", ...input }));

test("describes the object without its body", async () => {
  expect(await head()).toMatchObject({ ContentLength: 10, ETag: '"781e5e245d69b566979b86e28d23f2c7"' });
});

test("tells the metadata that the object was stored with", async () => {
  const Metadata = { title: "Holiday", "shot-on": "2026-11-21" };
  await target.client.send(new PutObjectCommand({ Bucket, Key: "described", Body: "x", Metadata }));
  expect((await head({ Key: "described" })).Metadata).toEqual(Metadata);
});

test("tells the checksum only to a reader who asks for it", async () => {
  expect((await head()).ChecksumCRC32).toBeUndefined();
  expect(await head({ ChecksumMode: "ENABLED" })).toMatchObject({
    ChecksumCRC32: "poTHxg==",
    ChecksumType: "FULL_OBJECT",
  });
});

test("answers ranges with their length", async () => {
  expect(await head({ Range: "bytes=1-3" })).toMatchObject({
    ContentLength: 3,
    ContentRange: "bytes 1-3/10",
  });
});

test.each([
  ["a missing key", { Key: "nothing" }, "NotFound", 404],
  ["a failed condition", { IfMatch: '"0"' }, "PreconditionFailed", 412],
] as const)("answers %s with a status alone", async (_, input, name, status) => {
  const refused = await failure(head(input));
  expect(refused.status).toBe(status);
  expect([name, "412", "Unknown", "UnknownError"]).toContain(refused.name);
});
