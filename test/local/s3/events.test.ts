import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { BusEvent } from "../../../local/service.ts";
import { eventsOf, type LocalTarget, openLocal, place, raw } from "./local-target.ts";
import { completeUpload, sendPart, startUpload } from "./multipart.ts";

interface Detail {
  readonly object: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}
const detail = (event: BusEvent | undefined) => event?.detail as Detail;
const Bucket = "holiday";
let local: LocalTarget;

async function open(versioned: boolean) {
  local = await openLocal();
  await local.s3.createBucket({ name: Bucket, versioned, eventBridge: true });
  local.s3.start();
}
afterEach(() => local.close());

test("tells of a put: size, etag without quotes, raw key, and no version without versioning", async () => {
  await open(false);
  const Key = "videos/a+b c%41ö.mp4";
  await local.client.send(new PutObjectCommand({ Bucket, Key, Body: "test" }));
  const [event] = await eventsOf(local, 1);
  expect(event).toEqual({
    version: "0",
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    "detail-type": "Object Created",
    source: "aws.s3",
    account: place.account,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    region: place.region,
    resources: [`arn:aws:s3:::${Bucket}`],
    detail: {
      version: "0",
      bucket: { name: Bucket },
      object: {
        key: Key,
        size: 4,
        etag: "098f6bcd4621d373cade4e832627b4f6",
        sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
      },
      "request-id": expect.any(String),
      requester: place.account,
      "source-ip-address": "127.0.0.1",
      reason: "PutObject",
    },
  });
});

test("tells of a deletion without size and etag, and of a deletion of nothing not at all", async () => {
  await open(false);
  await local.client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "1" }));
  await local.client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  await local.client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  await local.client.send(new PutObjectCommand({ Bucket, Key: "last", Body: "1" }));
  const events = await eventsOf(local, 3);
  expect(events.map((event) => event["detail-type"])).toEqual([
    "Object Created",
    "Object Deleted",
    "Object Created",
  ]);
  expect(detail(events[1])).toMatchObject({ reason: "DeleteObject", "deletion-type": "Permanently Deleted" });
  expect(Object.keys(detail(events[1]).object).sort()).toEqual(["key", "sequencer"]);
});

test("names the versions of a versioned bucket, delete markers too", async () => {
  await open(true);
  const { VersionId } = await local.client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "1" }));
  const { VersionId: marker } = await local.client.send(new DeleteObjectCommand({ Bucket, Key: "k" }));
  await local.client.send(new DeleteObjectCommand({ Bucket, Key: "k", VersionId: marker }));
  await local.client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "k", VersionId }] } }),
  );
  const events = await eventsOf(local, 4);
  expect(events.map((event) => [detail(event).object["version-id"], detail(event)["deletion-type"]])).toEqual(
    [
      [VersionId, undefined],
      [marker, "Delete Marker Created"],
      [marker, "Permanently Deleted"],
      [VersionId, "Permanently Deleted"],
    ],
  );
  const sequencers = events.map((event) => String(detail(event).object["sequencer"]));
  expect(new Set(sequencers).size).toBe(4);
  expect([...sequencers].sort()).toEqual(sequencers);
});

test("names no version while versioning is suspended", async () => {
  await open(true);
  await local.client.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }),
  );
  await local.client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "1" }));
  const [event] = await eventsOf(local, 1);
  expect(Object.keys(detail(event).object).sort()).toEqual(["etag", "key", "sequencer", "size"]);
});

test("tells of copies and of completed uploads with the final etag, and of no aborted ones", async () => {
  await open(true);
  await local.client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "1" }));
  const copied = await local.client.send(
    new CopyObjectCommand({ Bucket, Key: "b", CopySource: `${Bucket}/a` }),
  );
  const aborted = await startUpload(local.client, { Bucket, Key: "c" });
  await sendPart(local.client, aborted, 1, "x");
  await raw(local, "DELETE", `/${Bucket}/c?uploadId=${aborted.UploadId}`);
  const upload = await startUpload(local.client, { Bucket, Key: "c" });
  const completed = await completeUpload(local.client, upload, [
    await sendPart(local.client, upload, 1, "x"),
  ]);
  const [, copy, complete, ...more] = await eventsOf(local, 3);
  expect(more).toEqual([]);
  expect(detail(copy)).toMatchObject({
    reason: "CopyObject",
    object: { key: "b", "version-id": copied.VersionId },
  });
  expect(detail(complete)).toMatchObject({
    reason: "CompleteMultipartUpload",
    object: { key: "c", size: 1, "version-id": completed.VersionId },
  });
  expect(`"${detail(complete).object["etag"]}"`).toBe(completed.ETag);
});

test("says nothing of a refused write, nor of a bucket without EventBridge", async () => {
  await open(false);
  await local.s3.createBucket({ name: "silent", versioned: true, eventBridge: false });
  await local.client.send(new PutObjectCommand({ Bucket: "silent", Key: "k", Body: "1" }));
  await raw(local, "PUT", `/${Bucket}/k`, {
    body: "x",
    headers: { "content-md5": "AAAAAAAAAAAAAAAAAAAAAA==" },
  });
  await raw(local, "PUT", `/${Bucket}/k`, { body: "x", headers: { "if-match": '"0"' } });
  await local.client.send(new PutObjectCommand({ Bucket, Key: "last", Body: "1" }));
  const events = await eventsOf(local, 1);
  expect(events.map((event) => detail(event).object["key"])).toEqual(["last"]);
});
