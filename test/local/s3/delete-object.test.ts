import {
  DeleteObjectCommand,
  type DeleteObjectCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const remove = (input: DeleteObjectCommandInput) => target.client.send(new DeleteObjectCommand(input));
const put = (Bucket: string, Key: string, Body: string) =>
  target.client.send(new PutObjectCommand({ Bucket, Key, Body }));
const read = async (Bucket: string, Key: string) =>
  (await target.client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

test("removes the object of a bucket without versioning, again and again", async () => {
  const Bucket = await target.newBucket();
  await put(Bucket, "a", "1");
  for (let round = 0; round < 2; round++) {
    const answer = await remove({ Bucket, Key: "a" });
    expect(answer.$metadata.httpStatusCode).toBe(204);
    expect(answer.DeleteMarker).toBeUndefined();
  }
  expect(await failure(read(Bucket, "a"))).toEqual({ name: "NoSuchKey", status: 404 });
});

test("hides the object behind a delete marker, and shows it again when the marker goes", async () => {
  const Bucket = await target.newBucket("versioned");
  const { VersionId: first } = await put(Bucket, "a", "1");
  const marker = await remove({ Bucket, Key: "a" });
  expect(marker.DeleteMarker).toBe(true);
  expect(marker.VersionId).not.toBe(first);
  expect((await failure(target.client.send(new HeadObjectCommand({ Bucket, Key: "a" })))).status).toBe(404);
  const { VersionId } = marker;
  expect(await remove({ Bucket, Key: "a", VersionId })).toMatchObject({ DeleteMarker: true, VersionId });
  expect(await read(Bucket, "a")).toBe("1");
});

test("makes the next older version current when the newest is deleted", async () => {
  const Bucket = await target.newBucket("versioned");
  const { VersionId: first } = await put(Bucket, "a", "1");
  const { VersionId: second } = await put(Bucket, "a", "2");
  const { VersionId: third } = await put(Bucket, "a", "3");
  await remove({ Bucket, Key: "a", VersionId: second });
  expect(await read(Bucket, "a")).toBe("3");
  await remove({ Bucket, Key: "a", VersionId: third });
  expect(await read(Bucket, "a")).toBe("1");
  await remove({ Bucket, Key: "a", VersionId: first });
  expect(await failure(read(Bucket, "a"))).toEqual({ name: "NoSuchKey", status: 404 });
  expect((await remove({ Bucket, Key: "a", VersionId: first })).$metadata.httpStatusCode).toBe(204);
});

test("keeps one version `null` while versioning is suspended", async () => {
  const Bucket = await target.newBucket();
  await put(Bucket, "a", "before");
  const versioning = (Status: "Enabled" | "Suspended") =>
    target.client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  await versioning("Enabled");
  const { VersionId: kept } = await put(Bucket, "a", "kept");
  await versioning("Suspended");
  await put(Bucket, "a", "one");
  await put(Bucket, "a", "two");
  expect(await read(Bucket, "a")).toBe("two");
  expect(await remove({ Bucket, Key: "a" })).toMatchObject({ DeleteMarker: true, VersionId: "null" });
  expect(await failure(read(Bucket, "a"))).toEqual({ name: "NoSuchKey", status: 404 });
  await remove({ Bucket, Key: "a", VersionId: "null" });
  expect(await read(Bucket, "a")).toBe("kept");
  await remove({ Bucket, Key: "a", VersionId: kept });
  expect(await failure(read(Bucket, "a"))).toEqual({ name: "NoSuchKey", status: 404 });
});

test("deletes with If-Match only what the caller has seen", async () => {
  const Bucket = await target.newBucket();
  const { ETag } = await put(Bucket, "a", "1");
  const stale = remove({ Bucket, Key: "a", IfMatch: '"0"' });
  expect(await failure(stale)).toEqual({ name: "PreconditionFailed", status: 412 });
  await remove({ Bucket, Key: "a", IfMatch: ETag });
  expect(await failure(read(Bucket, "a"))).toEqual({ name: "NoSuchKey", status: 404 });
});
