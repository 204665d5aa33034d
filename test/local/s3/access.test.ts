import { createHash } from "node:crypto";
import type { Caller } from "../../../local/service.ts";
import { callerWith, type LocalTarget, openLocal, raw, xmlText } from "./local-target.ts";

const bucketArn = "arn:aws:s3:::holiday";
const objectArn = `${bucketArn}/videos/k`;
let local: LocalTarget;
let caller: Caller;
beforeAll(async () => {
  // The caller of each test is whoever `caller` is at that moment.
  local = await openLocal({ caller: { name: "role", authorize: (...args) => caller.authorize(...args) } });
  await local.s3.createBucket({ name: "holiday", versioned: false, eventBridge: false });
});
afterAll(() => local.close());

/** Everything that is asked of the caller during a request. */
async function asked(method: string, path: string, headers: Record<string, string> = {}) {
  const seen: string[] = [];
  caller = { name: "role", authorize: (action, resource) => void seen.push(`${action} ${resource}`) };
  await raw(local, method, path, { headers });
  return seen;
}

const md5 = (text: string) => createHash("md5").update(text).digest("base64");

test.each([
  ["GET", "/", ["s3:ListAllMyBuckets *"]],
  ["PUT", "/another", ["s3:CreateBucket arn:aws:s3:::another"]],
  ["HEAD", "/holiday", [`s3:ListBucket ${bucketArn}`]],
  ["GET", "/holiday?location", [`s3:GetBucketLocation ${bucketArn}`]],
  ["GET", "/holiday?versioning", [`s3:GetBucketVersioning ${bucketArn}`]],
  ["PUT", "/holiday?versioning", [`s3:PutBucketVersioning ${bucketArn}`]],
  ["GET", "/holiday", [`s3:ListBucket ${bucketArn}`]],
  ["GET", "/holiday?list-type=2", [`s3:ListBucket ${bucketArn}`]],
  ["GET", "/holiday?versions", [`s3:ListBucketVersions ${bucketArn}`]],
  ["GET", "/holiday?uploads", [`s3:ListBucketMultipartUploads ${bucketArn}`]],
  ["PUT", "/holiday/videos/k", [`s3:PutObject ${objectArn}`]],
  ["GET", "/holiday/videos/k", [`s3:GetObject ${objectArn}`]],
  ["HEAD", "/holiday/videos/k", [`s3:GetObject ${objectArn}`]],
  ["GET", "/holiday/videos/k?versionId=null", [`s3:GetObjectVersion ${objectArn}`]],
  ["DELETE", "/holiday/videos/k?versionId=null", [`s3:DeleteObjectVersion ${objectArn}`]],
  ["DELETE", "/holiday/videos/k", [`s3:DeleteObject ${objectArn}`]],
  ["POST", "/holiday/videos/k?uploads", [`s3:PutObject ${objectArn}`]],
  ["PUT", "/holiday/videos/k?uploadId=u&partNumber=1", [`s3:PutObject ${objectArn}`]],
  ["POST", "/holiday/videos/k?uploadId=u", [`s3:PutObject ${objectArn}`]],
  ["GET", "/holiday/videos/k?uploadId=u", [`s3:ListMultipartUploadParts ${objectArn}`]],
  ["DELETE", "/holiday/videos/k?uploadId=u", [`s3:AbortMultipartUpload ${objectArn}`]],
])("%s %s asks for %j", async (method, path, expected) => {
  expect(await asked(method, path)).toEqual(expected);
});

test("a copy asks for the source too", async () => {
  const seen = await asked("PUT", "/holiday/copy", {
    "x-amz-copy-source": "holiday/videos/k?versionId=null",
  });
  expect(seen).toEqual([`s3:PutObject ${bucketArn}/copy`, `s3:GetObjectVersion ${objectArn}`]);
});

test("a refusal is 403, names what is missing and changes nothing", async () => {
  caller = callerWith("s3:PutObject *", "s3:GetObject *", "s3:ListBucket *");
  await raw(local, "PUT", "/holiday/videos/k", { body: "kept" });
  caller = callerWith("s3:GetObject *", "s3:ListBucket *");
  const refused = await raw(local, "PUT", "/holiday/videos/k", { body: "overwritten" });
  expect([refused.status, xmlText(refused, "Code")]).toEqual([403, "AccessDenied"]);
  expect(xmlText(refused, "Message")).toContain("s3:PutObject");
  expect((await raw(local, "DELETE", "/holiday/videos/k")).status).toBe(403);
  expect((await raw(local, "GET", "/holiday/videos/k")).body.toString()).toBe("kept");
});

test.each(["GET", "HEAD"])("%s hides from a caller who may not list whether a key exists", async (method) => {
  caller = callerWith("s3:GetObject *");
  expect((await raw(local, method, "/holiday/nothing")).status).toBe(403);
  caller = callerWith("s3:GetObject *", `s3:ListBucket ${bucketArn}`);
  expect((await raw(local, method, "/holiday/nothing")).status).toBe(404);
});

test("a list of deletions is refused key by key", async () => {
  caller = callerWith("s3:PutObject *");
  await raw(local, "PUT", "/holiday/a", { body: "1" });
  await raw(local, "PUT", "/holiday/b", { body: "1" });
  caller = callerWith(`s3:DeleteObject ${bucketArn}/a`);
  const body = "<Delete><Object><Key>a</Key></Object><Object><Key>b</Key></Object></Delete>";
  const reply = await raw(local, "POST", "/holiday?delete", { headers: { "content-md5": md5(body) }, body });
  expect(reply.status).toBe(200);
  expect(reply.body.toString()).toMatch(/<Deleted><Key>a<.*<Error><Key>b<.*<Code>AccessDenied</);
});

test("another bucket owner than expected is refused", async () => {
  caller = callerWith("s3:ListBucket *");
  const status = async (owner: string) =>
    (await raw(local, "GET", "/holiday", { headers: { "x-amz-expected-bucket-owner": owner } })).status;
  expect([await status("123456789012"), await status("210987654321")]).toEqual([200, 403]);
});

test("other stand-ins read and write under the rights of their caller", async () => {
  const address = { bucket: "holiday", key: "videos/k" };
  const writer = callerWith("s3:PutObject *");
  const written = await local.s3.put(address, "x", "text/plain", writer);
  expect(written).toMatchObject({ ...address, size: 1, versionId: "null", contentType: "text/plain" });
  await expect(local.s3.open(address, writer)).rejects.toMatchObject({ name: "AccessDenied" });
  const reader = callerWith("s3:GetObject *", "s3:ListBucket *");
  await expect(local.s3.put(address, "y", "text/plain", reader)).rejects.toMatchObject({
    name: "AccessDenied",
  });
  expect((await local.s3.open(address, reader)).etag).toBe(written.etag);
  await expect(local.s3.open({ ...address, key: "no" }, reader)).rejects.toMatchObject({ name: "NoSuchKey" });
  const nowhere = { bucket: "nowhere", key: "k" };
  await expect(local.s3.open(nowhere, reader)).rejects.toMatchObject({ name: "NoSuchBucket" });
});
