import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { s3Uploads } from "../../../lambda/adapters/query/uploads.ts";
import { openTarget, type Target } from "../../local/s3/target.ts";

const clock = { now: () => Date.now() };
let target: Target;
let bucket: string;
let client: S3Client;
beforeAll(async () => {
  target = await openTarget();
  bucket = await target.newBucket();
  const { region, credentials, endpoint } = target.client.config;
  client = new S3Client({
    ...{ region, credentials, forcePathStyle: true, requestChecksumCalculation: "WHEN_REQUIRED" },
    ...(endpoint === undefined ? {} : { endpoint }),
  });
});
afterAll(async () => {
  client.destroy();
  await target.close();
});

test("a link takes whatever bytes come, with the metadata that it was made for", async () => {
  const key = "videos/holiday/46572463e163/my clip ö.mp4";
  const link = await s3Uploads(client, bucket, clock).link(key, { place: "beach" });
  expect(link.url).not.toMatch(/checksum/i);
  expect(link.headers).toEqual({ "x-amz-meta-place": "beach" });
  const sent = await fetch(link.url, { method: "PUT", body: "film", headers: link.headers });
  expect(sent.status).toBe(200);
  const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  expect([head.ContentLength, head.Metadata]).toEqual([4, { place: "beach" }]);
});

test("bytes that came with the request are stored under their key", async () => {
  await s3Uploads(client, bucket, clock).put("videos/a.mp4", Buffer.from("film"), {});
  const head = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: "videos/a.mp4" }));
  expect(head.ContentLength).toBe(4);
});
