import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

let target: Target;
let Bucket: string;
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
});
afterAll(() => target.close());

const put = (input: Omit<PutObjectCommandInput, "Bucket">) =>
  target.client.send(new PutObjectCommand({ Bucket, ...input }));
const read = async (Key: string) => {
  const { Body } = await target.client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};

test("answers the MD5 as etag, the checksum that was sent and the encryption", async () => {
  const Body = Buffer.from("a short body");
  const answer = await put({ Key: "plain", Body });
  expect(answer).toMatchObject({
    ETag: `"${createHash("md5").update(Body).digest("hex")}"`,
    ChecksumType: "FULL_OBJECT",
    ChecksumCRC32: expect.stringMatching(/^[\w+/]{6}==$/),
    ServerSideEncryption: "AES256",
  });
  expect(answer.VersionId).toBeUndefined();
  expect(await read("plain")).toEqual(Body);
});

test("stores a streamed body byte by byte, without its transfer encoding", async () => {
  const body = Buffer.from(Array.from({ length: 200_003 }, (_, at) => (at * 7) % 251));
  const pieces = Array.from({ length: 41 }, (_, at) => body.subarray(at * 5000, (at + 1) * 5000));
  await put({
    Key: "streamed",
    Body: Readable.from(pieces),
    ContentLength: body.length,
    ContentEncoding: "gzip",
  });
  expect((await read("streamed")).equals(body)).toBe(true);
  const head = await target.client.send(new HeadObjectCommand({ Bucket, Key: "streamed" }));
  expect(head).toMatchObject({ ContentEncoding: "gzip", ContentLength: body.length });
});

test.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)(
  "verifies and returns a %s checksum",
  async (ChecksumAlgorithm) => {
    const answer = await put({ Key: "sum", Body: "123456789", ChecksumAlgorithm });
    expect(answer[`Checksum${ChecksumAlgorithm}`]).toEqual(expect.any(String));
    const { ChecksumType, ...head } = await target.client.send(
      new HeadObjectCommand({ Bucket, Key: "sum", ChecksumMode: "ENABLED" }),
    );
    expect(ChecksumType).toBe("FULL_OBJECT");
    expect(head[`Checksum${ChecksumAlgorithm}`]).toBe(answer[`Checksum${ChecksumAlgorithm}`]);
  },
);

test.each([
  ["BadDigest", { ChecksumCRC32: "AAAAAA==" }],
  ["BadDigest", { ChecksumSHA256: createHash("sha256").update("other").digest("base64") }],
  ["BadDigest", { ContentMD5: createHash("md5").update("other").digest("base64") }],
  ["InvalidDigest", { ContentMD5: "bm90IGFuIE1ENQ==" }],
  ["InvalidRequest", { ChecksumCRC32: "AAA=" }],
] as const)("answers %s to a body that is not what the headers say: %j", async (name, wrong) => {
  expect(await failure(put({ Key: "wrong", Body: "body", ...wrong }))).toEqual({ name, status: 400 });
  const head = target.client.send(new HeadObjectCommand({ Bucket, Key: "wrong" }));
  expect(await failure(head)).toEqual({ name: "NotFound", status: 404 });
});

test("keeps type, content headers and metadata", async () => {
  const given = {
    ContentType: "video/mp4",
    CacheControl: "max-age=60",
    ContentDisposition: 'attachment; filename="a.mp4"',
    ContentLanguage: "de",
    Metadata: { title: "Holiday", constructor: "x", __proto__2: "y" },
  };
  await put({ Key: "described", Body: "x", ...given });
  expect(await target.client.send(new HeadObjectCommand({ Bucket, Key: "described" }))).toMatchObject(given);
});

test("refuses more than 2 KB of metadata", async () => {
  const call = put({ Key: "much", Body: "x", Metadata: { title: "t".repeat(2048) } });
  expect(await failure(call)).toEqual({ name: "MetadataTooLarge", status: 400 });
});

test("stores an empty body", async () => {
  await put({ Key: "folder/", Body: new Uint8Array(0) });
  expect(await read("folder/")).toEqual(Buffer.alloc(0));
});

test("lets one of many writers with If-None-Match win", async () => {
  const calls = Array.from({ length: 8 }, (_, at) => put({ Key: "race", Body: `${at}`, IfNoneMatch: "*" }));
  const results = await Promise.allSettled(calls);
  const refused = results.filter(({ status }) => status === "rejected") as PromiseRejectedResult[];
  expect(refused).toHaveLength(7);
  for (const { reason } of refused)
    expect(["PreconditionFailed", "ConditionalRequestConflict"]).toContain(reason.name);
});

test("overwrites with If-Match only what the writer has seen", async () => {
  const { ETag } = await put({ Key: "seen", Body: "1" });
  const IfMatch = ETag ?? "";
  await put({ Key: "seen", Body: "2", IfMatch });
  expect(await failure(put({ Key: "seen", Body: "3", IfMatch }))).toEqual({
    name: "PreconditionFailed",
    status: 412,
  });
  expect(await failure(put({ Key: "unseen", Body: "3", IfMatch }))).toEqual({
    name: "NoSuchKey",
    status: 404,
  });
  expect((await read("seen")).toString()).toBe("2");
});

test("answers NoSuchBucket for a bucket that is not there", async () => {
  const elsewhere = target.client.send(
    new PutObjectCommand({ Bucket: `${Bucket}-not`, Key: "x", Body: "x" }),
  );
  expect(await failure(elsewhere)).toEqual({ name: "NoSuchBucket", status: 404 });
});
