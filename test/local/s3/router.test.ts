import { type LocalTarget, openLocal, raw, xmlText } from "./local-target.ts";

let local: LocalTarget;
beforeAll(async () => {
  local = await openLocal();
  await local.s3.createBucket({ name: "holiday", versioned: false, eventBridge: false });
  await raw(local, "PUT", "/holiday/k", { body: "kept" });
});
afterAll(() => local.close());

test.each([
  ["PUT", "/holiday/k?tagging"],
  ["PUT", "/holiday/k?acl"],
  ["GET", "/holiday/k?acl"],
  ["GET", "/holiday/k?attributes"],
  ["GET", "/holiday/k?partNumber=1"],
  ["PUT", "/holiday/k?versionId=null"],
  ["PUT", "/holiday/k?partNumber=1"],
  ["POST", "/holiday/k?restore"],
  ["POST", "/holiday/k?select&select-type=2"],
  ["POST", "/holiday/k"],
  ["DELETE", "/holiday/k?tagging"],
  ["PATCH", "/holiday/k"],
  ["PUT", "/holiday?policy"],
  ["PUT", "/holiday?lifecycle"],
  ["PUT", "/holiday?versioning&policy"],
  ["GET", "/holiday?notification"],
  ["GET", "/holiday?list-type=3"],
  ["GET", "/holiday?unheard-of"],
  ["POST", "/holiday"],
  ["DELETE", "/holiday"],
  ["GET", "/?unheard-of"],
  ["DELETE", "/"],
])("answers 501 to %s %s, and changes nothing", async (method, path) => {
  const reply = await raw(local, method, path, { body: method === "GET" ? "" : "overwritten" });
  expect([reply.status, xmlText(reply, "Code")]).toEqual([501, "NotImplemented"]);
  expect((await raw(local, "GET", "/holiday/k")).body.toString()).toBe("kept");
});

test.each([
  ["PUT", "/holiday/k", { "x-amz-tagging": "a=b" }],
  ["PUT", "/holiday/k", { "x-amz-acl": "public-read" }],
  ["PUT", "/holiday/k", { "x-amz-server-side-encryption": "aws:kms" }],
  ["PUT", "/holiday/k", { "x-amz-storage-class": "GLACIER" }],
  ["PUT", "/holiday/k", { "x-amz-object-lock-mode": "GOVERNANCE" }],
  ["PUT", "/holiday/k", { "x-amz-write-offset-bytes": "0" }],
  ["PUT", "/holiday/k", { "if-modified-since": "Sat, 21 Nov 2026 00:00:00 GMT" }],
  ["PUT", "/holiday/k", { "if-none-match": '"0"' }],
  ["PUT", "/holiday/k", { "x-amz-copy-source": "holiday/k", "x-amz-tagging-directive": "REPLACE" }],
  ["GET", "/holiday/k", { "x-amz-server-side-encryption-customer-key": "secret" }],
  ["GET", "/holiday", { "x-amz-optional-object-attributes": "RestoreStatus" }],
])("answers 501 to %s %s with %j", async (method, path, headers) => {
  const reply = await raw(local, method, path, { headers, body: method === "GET" ? "" : "overwritten" });
  expect([reply.status, xmlText(reply, "Code")]).toEqual([501, "NotImplemented"]);
  expect((await raw(local, "GET", "/holiday/k")).body.toString()).toBe("kept");
});

test.each([{ "x-amz-acl": "private" }, { "x-amz-storage-class": "STANDARD" }])(
  "takes %j, which asks for what is so anyway",
  async (headers) => {
    expect((await raw(local, "PUT", "/holiday/other", { headers, body: "x" })).status).toBe(200);
  },
);

test("ignores the label of the SDK", async () => {
  expect((await raw(local, "GET", "/holiday/k?x-id=GetObject")).body.toString()).toBe("kept");
});

test("tells errors in XML, with the request id in header and document", async () => {
  const reply = await raw(local, "GET", "/holiday/%3Ca%26b%3E%01");
  expect(reply.status).toBe(404);
  expect(reply.headers["content-type"]).toBe("application/xml");
  expect(reply.headers["x-amz-request-id"]).toBe(xmlText(reply, "RequestId"));
  expect(xmlText(reply, "Key")).toBe("&#x3c;a&#x26;b&#x3e;&#x1;");
});

test("answers HEAD errors without a body", async () => {
  const reply = await raw(local, "HEAD", "/holiday/nothing");
  expect([reply.status, reply.body.length]).toEqual([404, 0]);
});

test.each(["/holiday/%zz", "/holiday/%", "/holiday/%ff%fe", "/holiday?prefix=%e4"])(
  "refuses the target %s",
  async (path) => {
    const reply = await raw(local, "GET", path);
    expect([reply.status, xmlText(reply, "Code")]).toEqual([400, "InvalidURI"]);
  },
);
