import { createHash } from "node:crypto";
import { UploadPartCommand } from "@aws-sdk/client-s3";
import { sendPart, startUpload } from "./multipart.ts";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
let Bucket: string;
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
});
afterAll(() => target.close());

const start = (more: object = {}) => startUpload(target.client, { Bucket, Key: "k", ...more });

test("answers the MD5 of the part as its etag", async () => {
  const { ETag } = await sendPart(target.client, await start(), 1, "part");
  expect(ETag).toBe(`"${createHash("md5").update("part").digest("hex")}"`);
});

test.each([0, 10_001, -1])("refuses the part number %i", async (PartNumber) => {
  expect(await failure(sendPart(target.client, await start(), PartNumber, "x"))).toEqual({
    name: "InvalidArgument",
    status: 400,
  });
});

test("refuses a part of no upload, or of one of another key", async () => {
  const upload = await start();
  for (const wrong of [{ UploadId: "none" }, { Key: "other" }]) {
    const call = sendPart(target.client, { ...upload, ...wrong }, 1, "x");
    expect(await failure(call)).toEqual({ name: "NoSuchUpload", status: 404 });
  }
});

test("refuses a damaged part", async () => {
  const upload = await start();
  const call = target.client.send(
    new UploadPartCommand({ ...upload, PartNumber: 1, Body: "x", ChecksumCRC32: "AAAAAA==" }),
  );
  expect(await failure(call)).toEqual({ name: "BadDigest", status: 400 });
});

test("refuses a checksum of another kind than the upload announced", async () => {
  const upload = await start({ ChecksumAlgorithm: "SHA256" });
  const call = sendPart(target.client, upload, 1, "x", "CRC32");
  expect(await failure(call)).toEqual({ name: "InvalidRequest", status: 400 });
});
