import { GetObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { s3StreamUpload } from "../../lambda/adapters/s3-stream-upload.ts";
import { PART_BYTES } from "../../lambda/domain/upload-parts.ts";
import { openTarget, type Target } from "../local/s3/target.ts";

let target: Target;
let bucket: string;
beforeAll(async () => {
  target = await openTarget();
  bucket = await target.newBucket("versioned");
});
afterAll(() => target.close());

const KEY = "videos/holiday/0123456789ab/film.mp4";
const HEAD = { contentType: "video/mp4", metadata: { category: "news" } };
const upload = () => s3StreamUpload(target.client, bucket);

async function* pieces(count: number, bytes: number) {
  for (let at = 0; at < count; at++) yield new Uint8Array(bytes).fill(at);
}

test.each([
  ["small", 3, 1000],
  ["empty", 0, 0],
  ["of one full part", 8, PART_BYTES / 8],
  ["of several parts", 5, PART_BYTES / 2 - 1],
])("stores a file that is %s, with its type and its metadata", async (name, count, bytes) => {
  const key = `${KEY}-${name}`;
  expect(await upload().exists(key)).toBe(false);
  await upload().store(key, pieces(count, bytes), HEAD);
  expect(await upload().exists(key)).toBe(true);
  const { Body, ContentType, Metadata } = await target.client.send(
    new GetObjectCommand({ Bucket: bucket, Key: key }),
  );
  expect([ContentType, Metadata]).toEqual(["video/mp4", { category: "news" }]);
  const stored = Buffer.from((await Body?.transformToByteArray()) ?? []);
  expect(stored.byteLength).toBe(count * bytes);
  for (let at = 0; at < count; at++) {
    expect(stored.subarray(at * bytes, (at + 1) * bytes).every((byte) => byte === at)).toBe(true);
  }
});

test("the same bytes give the same ETag: fetching a file again is uploading it again", async () => {
  const etag = async (key: string) => {
    await upload().store(key, pieces(3, PART_BYTES / 2), HEAD);
    return (await target.client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }))).ETag;
  };
  expect(await etag(`${KEY}-a`)).toBe(await etag(`${KEY}-b`));
});

test("a source that breaks leaves nothing behind, neither the file nor its parts", async () => {
  let isLetGo = false;
  async function* broken() {
    try {
      yield* pieces(3, PART_BYTES);
      throw new Error("the line broke");
    } finally {
      isLetGo = true;
    }
  }
  const key = `${KEY}-broken`;
  await expect(upload().store(key, broken(), HEAD)).rejects.toThrow("the line broke");
  expect([isLetGo, await upload().exists(key)]).toEqual([true, false]);
  const { Uploads = [] } = await target.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  expect(Uploads).toEqual([]);
});
