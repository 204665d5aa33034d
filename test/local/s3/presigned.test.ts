import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { wallClock } from "../../../local/clock.ts";
import { openLocal, raw, xmlText } from "./local-target.ts";
import { openTarget, type Target } from "./target.ts";

describe("a presigned URL", () => {
  let target: Target;
  let Bucket: string;
  beforeAll(async () => {
    target = await openTarget();
    Bucket = await target.newBucket();
  });
  afterAll(() => target.close());

  test("uploads and downloads any key", async () => {
    const Key = "a b+c%&=?#/ö.mp4";
    const client = new S3Client({
      ...(await connection(target.client)),
      requestChecksumCalculation: "WHEN_REQUIRED",
    });
    const put = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key }), { expiresIn: 60 });
    const sent = await fetch(put, {
      method: "PUT",
      body: "uploaded",
      headers: { "content-type": "video/mp4" },
    });
    expect(sent.status).toBe(200);
    const get = await getSignedUrl(
      client,
      new GetObjectCommand({ Bucket, Key, ResponseContentDisposition: "inline" }),
    );
    const got = await fetch(get, { headers: { range: "bytes=2-5" } });
    expect([got.status, await got.text()]).toEqual([206, "load"]);
    expect(got.headers.get("content-type")).toBe("video/mp4");
    expect(got.headers.get("content-disposition")).toBe("inline");
    client.destroy();
  });

  test("carries metadata that was signed with it", async () => {
    const put = await getSignedUrl(
      target.client,
      new PutObjectCommand({ Bucket, Key: "described", Metadata: { title: "Holiday" } }),
    );
    expect((await fetch(put, { method: "PUT", body: "x" })).status).toBe(200);
    const answer = await target.client.send(new GetObjectCommand({ Bucket, Key: "described" }));
    expect(answer.Metadata).toEqual({ title: "Holiday" });
  });
});

async function connection(client: S3Client) {
  const { region, credentials, endpoint } = client.config;
  return { region, credentials, ...(endpoint === undefined ? {} : { endpoint }), forcePathStyle: true };
}

test("ends with its time", async () => {
  const hour = 3_600_000;
  const wall = wallClock();
  const local = await openLocal({ clock: { ...wall, now: () => wall.now() + hour } });
  await local.s3.createBucket({ name: "holiday", versioned: false, eventBridge: false });
  const command = new PutObjectCommand({ Bucket: "holiday", Key: "k", Body: "x" });
  const status = async (expiresIn: number) => {
    const url = new URL(await getSignedUrl(local.client, command, { expiresIn }));
    const reply = await raw(local, "PUT", url.pathname + url.search, { body: "x" });
    return [reply.status, xmlText(reply, "Code"), xmlText(reply, "Message")];
  };
  expect(await status(3599)).toEqual([403, "AccessDenied", "Request has expired"]);
  expect((await status(3660))[0]).toBe(200);
  await local.close();
});

test.each([
  ["X-Amz-Date=20260101T000000Z&X-Amz-Expires=60&X-Amz-Signature=0", 403, "AccessDenied"],
  ["X-Amz-Date=yesterday&X-Amz-Expires=60&X-Amz-Signature=0", 400, "AuthorizationQueryParametersError"],
  [
    "X-Amz-Date=20260101T000000Z&X-Amz-Expires=700000&X-Amz-Signature=0",
    400,
    "AuthorizationQueryParametersError",
  ],
  ["AWSAccessKeyId=a&Signature=b&Expires=1700000000", 403, "AccessDenied"],
  ["AWSAccessKeyId=a&Signature=b&Expires=4000000000", 404, "NoSuchBucket"],
])("holds %s against the clock", async (query, status, code) => {
  const local = await openLocal();
  const reply = await raw(local, "GET", `/holiday/k?${query}`);
  expect([reply.status, xmlText(reply, "Code")]).toEqual([status, code]);
  await local.close();
});
