import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { failure, openTarget, type Target } from "./target.ts";

const body = "0123456789";
let target: Target;
let Bucket: string;
let etag: string;
let modified: Date;
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
  const put = { Bucket, Key: "digits", Body: body, Metadata: { title: "Zahlen äöü" } };
  etag = (await target.client.send(new PutObjectCommand(put))).ETag ?? "";
  await target.client.send(new PutObjectCommand({ Bucket, Key: "empty", Body: new Uint8Array(0) }));
  modified = (await get()).LastModified ?? new Date(0);
});
afterAll(() => target.close());

const get = (input: Partial<GetObjectCommandInput> = {}) =>
  target.client.send(new GetObjectCommand({ Bucket, Key: "digits", ...input }));

test("gives the whole object with its description", async () => {
  const answer = await get();
  expect(await answer.Body?.transformToString()).toBe(body);
  expect(answer).toMatchObject({
    ContentLength: 10,
    ContentType: "application/octet-stream",
    ETag: etag,
    AcceptRanges: "bytes",
    ServerSideEncryption: "AES256",
  });
  expect(answer.VersionId).toBeUndefined();
});

test.each([
  ["bytes=2-5", "2345", "bytes 2-5/10"],
  ["bytes=7-", "789", "bytes 7-9/10"],
  ["bytes=-3", "789", "bytes 7-9/10"],
  ["bytes=0-0", "0", "bytes 0-0/10"],
  ["bytes=5-500", "56789", "bytes 5-9/10"],
  ["bytes=-500", body, "bytes 0-9/10"],
])("gives the range %s", async (Range, part, ContentRange) => {
  const answer = await get({ Range, ChecksumMode: "ENABLED" });
  expect(await answer.Body?.transformToString()).toBe(part);
  expect(answer).toMatchObject({
    ContentRange,
    ContentLength: part.length,
    $metadata: { httpStatusCode: 206 },
  });
});

test.each(["bytes=10-", "bytes=-0", "bytes=99-100"])("refuses the range %s beyond the end", async (Range) => {
  expect(await failure(get({ Range }))).toEqual({ name: "InvalidRange", status: 416 });
});

test("has no range of an empty object", async () => {
  const call = get({ Key: "empty", Range: "bytes=0-" });
  expect(await failure(call)).toEqual({ name: "InvalidRange", status: 416 });
  expect(await (await get({ Key: "empty" })).Body?.transformToByteArray()).toHaveLength(0);
});

test.each(["bytes=5-2", "lines=1-2", "bytes=a-b", "bytes=-"])(
  "ignores the range %s, which is none",
  async (Range) => {
    expect(await (await get({ Range })).Body?.transformToString()).toBe(body);
  },
);

const hour = (hours: number) => new Date(modified.getTime() + hours * 3_600_000);
test.each([
  ["If-Match with the etag", () => ({ IfMatch: etag }), 200],
  ["If-Match with the etag without quotes", () => ({ IfMatch: etag.replaceAll('"', "") }), 200],
  ["If-Match with another etag", () => ({ IfMatch: '"0"' }), 412],
  ["If-None-Match with the etag", () => ({ IfNoneMatch: etag }), 304],
  ["If-None-Match with another etag", () => ({ IfNoneMatch: '"0"' }), 200],
  ["If-Modified-Since the change", () => ({ IfModifiedSince: modified }), 304],
  ["If-Modified-Since an hour before", () => ({ IfModifiedSince: hour(-1) }), 200],
  ["If-Unmodified-Since the change", () => ({ IfUnmodifiedSince: modified }), 200],
  ["If-Unmodified-Since an hour before", () => ({ IfUnmodifiedSince: hour(-1) }), 412],
  ["If-Match over If-Unmodified-Since", () => ({ IfMatch: etag, IfUnmodifiedSince: hour(-1) }), 200],
  ["If-None-Match over If-Modified-Since", () => ({ IfNoneMatch: '"0"', IfModifiedSince: modified }), 200],
] as const)("decides by %s", async (_, conditions, status) => {
  const call = get(conditions());
  if (status === 200) expect((await call).$metadata.httpStatusCode).toBe(200);
  else expect((await failure(call)).status).toBe(status);
});

test("lets the reader choose response headers", async () => {
  const answer = await get({
    ResponseContentType: "text/plain",
    ResponseContentDisposition: 'attachment; filename="n.txt"',
    ResponseCacheControl: "no-cache",
  });
  expect(answer).toMatchObject({
    ContentType: "text/plain",
    ContentDisposition: 'attachment; filename="n.txt"',
    CacheControl: "no-cache",
  });
});

test("refuses a response header that no header can carry", async () => {
  const call = get({ ResponseContentDisposition: 'attachment; filename="\u4e2d.txt"' });
  expect(await failure(call)).toEqual({ name: "InvalidArgument", status: 400 });
});

test("answers NoSuchKey and NoSuchBucket", async () => {
  expect(await failure(get({ Key: "nothing" }))).toEqual({ name: "NoSuchKey", status: 404 });
  expect(await failure(get({ Bucket: `${Bucket}-not` }))).toEqual({ name: "NoSuchBucket", status: 404 });
});

test("gives every version by its id, and none of a delete marker", async () => {
  const versioned = await target.newBucket("versioned");
  const put = (text: string) =>
    target.client.send(new PutObjectCommand({ Bucket: versioned, Key: "k", Body: text }));
  const first = (await put("1")).VersionId ?? "";
  const second = (await put("2")).VersionId ?? "";
  const address = { Bucket: versioned, Key: "k" };
  const { VersionId: marker = "" } = await target.client.send(new DeleteObjectCommand(address));
  for (const [VersionId, text] of [
    [first, "1"],
    [second, "2"],
  ] as const) {
    const answer = await get({ ...address, VersionId });
    expect(await answer.Body?.transformToString()).toBe(text);
    expect(answer.VersionId).toBe(VersionId);
  }
  expect(await failure(get(address))).toEqual({ name: "NoSuchKey", status: 404 });
  expect(await failure(get({ ...address, VersionId: marker }))).toEqual({
    name: "MethodNotAllowed",
    status: 405,
  });
  expect(await failure(get({ ...address, VersionId: "nonsense" }))).toEqual({
    name: "InvalidArgument",
    status: 400,
  });
});
