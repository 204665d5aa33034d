import { CreateMultipartUploadCommand } from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
let Bucket: string;
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
});
afterAll(() => target.close());

const create = (input: object = {}) =>
  target.client.send(new CreateMultipartUploadCommand({ Bucket, Key: "k", ...input }));

test("gives every upload an id of its own, also of the same key", async () => {
  const ids = [(await create()).UploadId, (await create()).UploadId];
  expect(new Set(ids).size).toBe(2);
});

test.each([
  [{ ChecksumAlgorithm: "SHA256" }, "COMPOSITE"],
  [{ ChecksumAlgorithm: "CRC32" }, "COMPOSITE"],
  [{ ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT" }, "FULL_OBJECT"],
  [{ ChecksumAlgorithm: "CRC64NVME" }, "FULL_OBJECT"],
])("takes %j for a %s checksum", async (input, ChecksumType) => {
  expect(await create(input)).toMatchObject({ ...input, ChecksumType });
});

test.each([
  [{ ChecksumAlgorithm: "SHA1", ChecksumType: "FULL_OBJECT" }, "InvalidRequest", 400],
  [{ ChecksumAlgorithm: "CRC64NVME", ChecksumType: "COMPOSITE" }, "InvalidRequest", 400],
  [{ Key: "k".repeat(1025) }, "KeyTooLongError", 400],
  [{ Bucket: "reelbase-no-such-bucket-4e7b" }, "NoSuchBucket", 404],
])("refuses %j", async (input, name, status) => {
  expect(await failure(create(input))).toEqual({ name, status });
});
