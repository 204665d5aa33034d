import {
  DeleteObjectsCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

async function bucketWith(keys: readonly string[], versioned?: "versioned") {
  const Bucket = await target.newBucket(versioned);
  for (const Key of keys) await target.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  return Bucket;
}
const keysOf = async (Bucket: string) =>
  (await target.client.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key);

test("deletes what is listed and reports each key, the missing ones too", async () => {
  const strange = " <a> & 'b' \"c\" +%2F\u{1f600} ";
  const Bucket = await bucketWith(["a", "b", strange]);
  const Objects = [{ Key: "a" }, { Key: strange }, { Key: "nothing" }];
  const answer = await target.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(answer.Deleted).toEqual(Objects);
  expect(answer.Errors).toBeUndefined();
  expect(await keysOf(Bucket)).toEqual(["b"]);
});

test("says nothing of successes when it is to be quiet", async () => {
  const Bucket = await bucketWith(["a", "b"]);
  const Delete = { Objects: [{ Key: "a" }, { Key: "k".repeat(1025) }], Quiet: true };
  const answer = await target.client.send(new DeleteObjectsCommand({ Bucket, Delete }));
  expect(answer.Deleted).toBeUndefined();
  expect(answer.Errors).toMatchObject([{ Code: "KeyTooLongError" }]);
  expect(await keysOf(Bucket)).toEqual(["b"]);
});

test("leaves delete markers in a versioned bucket and removes versions by id", async () => {
  const Bucket = await bucketWith(["a"], "versioned");
  const { VersionId } = await target.client.send(new HeadObjectCommand({ Bucket, Key: "a" }));
  const send = (Objects: { Key: string; VersionId?: string | undefined }[]) =>
    target.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  const [marked] = (await send([{ Key: "a" }])).Deleted ?? [];
  expect(marked).toMatchObject({ Key: "a", DeleteMarker: true, DeleteMarkerVersionId: expect.any(String) });
  const { Deleted } = await send([{ Key: "a", VersionId }]);
  expect(Deleted).toEqual([{ Key: "a", VersionId }]);
});

test("checks the etag of a conditional deletion per key", async () => {
  const Bucket = await bucketWith(["a"]);
  const Delete = { Objects: [{ Key: "a", ETag: '"0"' }] };
  const answer = await target.client.send(new DeleteObjectsCommand({ Bucket, Delete }));
  expect(answer.Errors).toMatchObject([{ Key: "a", Code: "PreconditionFailed" }]);
  expect(await keysOf(Bucket)).toEqual(["a"]);
});

test("refuses an empty list", async () => {
  const Bucket = await bucketWith([]);
  const call = target.client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [] } }));
  expect(await failure(call)).toEqual({ name: "MalformedXML", status: 400 });
});
