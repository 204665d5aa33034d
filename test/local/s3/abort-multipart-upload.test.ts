import {
  AbortMultipartUploadCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
} from "@aws-sdk/client-s3";
import { completeUpload, sendPart, startUpload } from "./multipart.ts";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
let Bucket: string;
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
});
afterAll(() => target.close());

test("ends the upload without an object", async () => {
  const upload = await startUpload(target.client, { Bucket, Key: "k" });
  const part = await sendPart(target.client, upload, 1, "x");
  await target.client.send(new AbortMultipartUploadCommand(upload));
  const gone = { name: "NoSuchUpload", status: 404 };
  expect(await failure(completeUpload(target.client, upload, [part]))).toEqual(gone);
  expect(await failure(target.client.send(new AbortMultipartUploadCommand(upload)))).toEqual(gone);
  expect((await target.client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toBeUndefined();
  const head = target.client.send(new HeadObjectCommand({ Bucket, Key: "k" }));
  expect(await failure(head)).toEqual({ name: "NotFound", status: 404 });
});

test("leaves the object under the key, and other uploads, as they are", async () => {
  const Key = "kept";
  const done = await startUpload(target.client, { Bucket, Key });
  await completeUpload(target.client, done, [await sendPart(target.client, done, 1, "x")]);
  const [first, second] = [
    await startUpload(target.client, { Bucket, Key }),
    await startUpload(target.client, { Bucket, Key }),
  ];
  await target.client.send(new AbortMultipartUploadCommand(first));
  const { Uploads } = await target.client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }));
  expect(Uploads?.map(({ UploadId }) => UploadId)).toEqual([second.UploadId]);
  expect((await target.client.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength).toBe(1);
});
