import { GetObjectCommand, PutObjectCommand, UploadPartCopyCommand } from "@aws-sdk/client-s3";
import { completeUpload, startUpload } from "./multipart.ts";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
let Bucket: string;
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
  await target.client.send(new PutObjectCommand({ Bucket, Key: "source +", Body: "0123456789" }));
});
afterAll(() => target.close());

async function copyPart(more: object = {}) {
  const upload = await startUpload(target.client, { Bucket, Key: "copy" });
  const CopySource = `${Bucket}/${encodeURIComponent("source +")}`;
  const { CopyPartResult } = await target.client.send(
    new UploadPartCopyCommand({ ...upload, PartNumber: 1, CopySource, ...more }),
  );
  return { upload, part: { PartNumber: 1, ...CopyPartResult } };
}

test.each([
  [undefined, "0123456789"],
  ["bytes=2-4", "234"],
  ["bytes=0-9", "0123456789"],
])("makes a part of the source's range %s", async (CopySourceRange, text) => {
  const { upload, part } = await copyPart({ CopySourceRange });
  await completeUpload(target.client, upload, [part]);
  const { Body } = await target.client.send(new GetObjectCommand({ Bucket, Key: "copy" }));
  expect(await Body?.transformToString()).toBe(text);
});

test.each([
  [{ CopySourceRange: "bytes=2-10" }, "InvalidArgument", 400],
  [{ CopySourceRange: "bytes=2-" }, "InvalidArgument", 400],
  [{ CopySourceRange: "bytes=10-12" }, "InvalidRequest", 400],
  [{ CopySourceIfMatch: '"0"' }, "PreconditionFailed", 412],
])("refuses %j", async (more, name, status) => {
  expect(await failure(copyPart(more))).toEqual({ name, status });
});
