import { ListPartsCommand } from "@aws-sdk/client-s3";
import { sendPart, startUpload } from "./multipart.ts";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
let Bucket: string;
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
});
afterAll(() => target.close());

test("lists parts by number, in pages", async () => {
  const upload = await startUpload(target.client, { Bucket, Key: "k" });
  for (const number of [11, 2, 1]) await sendPart(target.client, upload, number, "x".repeat(number));
  const list = (more: object) => target.client.send(new ListPartsCommand({ ...upload, ...more }));
  const all = await list({});
  expect(all.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [1, 1],
    [2, 2],
    [11, 11],
  ]);
  expect(all.IsTruncated).toBe(false);
  const first = await list({ MaxParts: 2 });
  expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: "2" });
  const rest = await list({ PartNumberMarker: first.NextPartNumberMarker });
  expect(rest.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([11]);
});

test("knows only uploads that are open", async () => {
  const call = target.client.send(new ListPartsCommand({ Bucket, Key: "k", UploadId: "none" }));
  expect(await failure(call)).toEqual({ name: "NoSuchUpload", status: 404 });
});
