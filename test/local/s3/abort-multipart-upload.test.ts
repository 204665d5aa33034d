import {
  AbortMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
} from "@aws-sdk/client-s3";
import { openLocal } from "./local-target.ts";
import { completeUpload, sendPart, startUpload } from "./multipart.ts";
import { failure, openTarget } from "./target.ts";

test("ends the upload without an object", async () => {
  const target = await openTarget();
  const Bucket = await target.newBucket();
  const upload = await startUpload(target.client, { Bucket, Key: "k" });
  const part = await sendPart(target.client, upload, 1, "x");
  await target.client.send(new AbortMultipartUploadCommand(upload));
  const gone = { name: "NoSuchUpload", status: 404 };
  expect(await failure(completeUpload(target.client, upload, [part]))).toEqual(gone);
  expect(await failure(target.client.send(new AbortMultipartUploadCommand(upload)))).toEqual(gone);
  expect((await target.client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toBeUndefined();
  const head = target.client.send(new HeadObjectCommand({ Bucket, Key: "k" }));
  expect(await failure(head)).toEqual({ name: "NotFound", status: 404 });
  await target.close();
});

test("leaves no file behind", async () => {
  const local = await openLocal();
  await local.s3.createBucket({ name: "holiday", versioned: true, eventBridge: true });
  const upload = await startUpload(local.client, { Bucket: "holiday", Key: "k" });
  await sendPart(local.client, upload, 1, "x");
  await sendPart(local.client, upload, 1, "y");
  expect(await local.bodyFiles()).toHaveLength(1);
  await local.client.send(new AbortMultipartUploadCommand(upload));
  expect(await local.bodyFiles()).toEqual([]);
  await local.close();
});
