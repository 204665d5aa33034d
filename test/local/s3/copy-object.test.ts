import {
  CopyObjectCommand,
  type CopyObjectCommandInput,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
let Bucket: string;
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
  await put("source", "the body");
});
afterAll(() => target.close());

const put = (Key: string, Body: string, bucket = Bucket) =>
  target.client.send(
    new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType: "video/mp4", Metadata: { a: "1" } }),
  );
const copy = (input: Partial<CopyObjectCommandInput>) =>
  target.client.send(
    new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/source`, ...input }),
  );
const get = (Key: string) => target.client.send(new GetObjectCommand({ Bucket, Key }));

test("copies body, type and metadata", async () => {
  const { CopyObjectResult } = await copy({});
  const answer = await get("copy");
  expect(await answer.Body?.transformToString()).toBe("the body");
  expect(answer).toMatchObject({
    ContentType: "video/mp4",
    Metadata: { a: "1" },
    ETag: CopyObjectResult?.ETag,
  });
  expect(CopyObjectResult?.LastModified).toEqual(expect.any(Date));
});

test("replaces type and metadata when told to", async () => {
  const replaced = { MetadataDirective: "REPLACE", ContentType: "text/plain", Metadata: { b: "2" } } as const;
  await copy(replaced);
  expect(await get("copy")).toMatchObject({ ContentType: "text/plain", Metadata: { b: "2" } });
});

test.each(["a b+c%.mp4", "100%?versionId=x", "ä/ö//ü", "../up"])(
  "finds the source %s, encoded once",
  async (Key) => {
    await put(Key, Key);
    for (const slash of ["", "/"]) {
      await copy({ CopySource: `${slash}${Bucket}/${encodeURIComponent(Key)}` });
      expect(await (await get("copy")).Body?.transformToString()).toBe(Key);
    }
  },
);

test("copies one version, and no delete marker", async () => {
  const versioned = await target.newBucket("versioned");
  const { VersionId } = await put("k", "old", versioned);
  await put("k", "new", versioned);
  const answer = await copy({ CopySource: `${versioned}/k?versionId=${VersionId}` });
  expect(answer.CopySourceVersionId).toBe(VersionId);
  expect(await (await get("copy")).Body?.transformToString()).toBe("old");
  const { VersionId: marker } = await target.client.send(
    new DeleteObjectCommand({ Bucket: versioned, Key: "k" }),
  );
  const gone = { CopySource: `${versioned}/k` };
  expect(await failure(copy(gone))).toEqual({ name: "NoSuchKey", status: 404 });
  const ofMarker = { CopySource: `${versioned}/k?versionId=${marker}` };
  expect(await failure(copy(ofMarker))).toEqual({ name: "InvalidRequest", status: 400 });
});

test("changes metadata in place, but refuses a copy onto itself that changes nothing", async () => {
  await put("self", "x");
  const onto = { Key: "self", CopySource: `${Bucket}/self` };
  expect(await failure(copy(onto))).toEqual({ name: "InvalidRequest", status: 400 });
  await copy({ ...onto, MetadataDirective: "REPLACE", Metadata: { c: "3" } });
  const answer = await get("self");
  expect(answer.Metadata).toEqual({ c: "3" });
  expect(await answer.Body?.transformToString()).toBe("x");
});

test.each([
  ["CopySourceIfMatch", { CopySourceIfMatch: '"0"' }, "PreconditionFailed", 412],
  ["CopySourceIfNoneMatch", { CopySourceIfNoneMatch: "*" }, "PreconditionFailed", 412],
  ["a missing source", { CopySource: "BUCKET/nothing" }, "NoSuchKey", 404],
  ["a source without key", { CopySource: "BUCKET" }, "InvalidArgument", 400],
] as const)("refuses %s", async (_, input, name, status) => {
  const CopySource = ("CopySource" in input ? input.CopySource : "BUCKET/source").replace("BUCKET", Bucket);
  expect(await failure(copy({ ...input, CopySource }))).toEqual({ name, status });
});

test("computes the checksum that is asked for", async () => {
  await put("digits", "123456789");
  const { CopyObjectResult } = await copy({ CopySource: `${Bucket}/digits`, ChecksumAlgorithm: "CRC64NVME" });
  expect(CopyObjectResult).toMatchObject({ ChecksumCRC64NVME: "rosUhgp5mIg=", ChecksumType: "FULL_OBJECT" });
});
