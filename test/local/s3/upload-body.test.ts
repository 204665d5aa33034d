import { createHash } from "node:crypto";
import { createConnection } from "node:net";
import { crc32 } from "node:zlib";
import { type LocalTarget, openLocal, raw, xmlText } from "./local-target.ts";

let local: LocalTarget;
beforeAll(async () => {
  local = await openLocal();
  await local.s3.createBucket({ name: "holiday", versioned: false, eventBridge: true });
});
afterAll(() => local.close());

const put = (headers: Record<string, string>, body: string) =>
  raw(local, "PUT", "/holiday/k", { headers, body });
const crc = (text: string) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString("base64");
};
const streaming = (length: number) => ({
  "content-encoding": "aws-chunked",
  "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
  "x-amz-decoded-content-length": String(length),
  "x-amz-trailer": "x-amz-checksum-crc32",
});
const trailer = (value: string) => `0\r\nx-amz-checksum-crc32:${value}\r\n\r\n`;

test("verifies a checksum that comes after the body", async () => {
  const good = await put(streaming(5), `3\r\nhel\r\n2\r\nlo\r\n${trailer(crc("hello"))}`);
  expect([good.status, good.headers["x-amz-checksum-crc32"]]).toEqual([200, crc("hello")]);
  const read = await raw(local, "GET", "/holiday/k");
  expect([read.body.toString(), read.headers["content-encoding"]]).toEqual(["hello", undefined]);
});

test("takes signed chunks", async () => {
  const signature = `;chunk-signature=${"a".repeat(64)}`;
  const headers = {
    "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
    "x-amz-decoded-content-length": "5",
    "content-encoding": "aws-chunked,gzip",
  };
  const reply = await put(headers, `5${signature}\r\nhello\r\n0${signature}\r\n\r\n`);
  expect(reply.status).toBe(200);
  expect((await raw(local, "GET", "/holiday/k")).headers["content-encoding"]).toBe("gzip");
});

const sha = (text: string) => createHash("sha256").update(text).digest("hex");
test.each([
  ["a wrong trailing checksum", streaming(5), `5\r\nhello\r\n${trailer(crc("other"))}`, 400, "BadDigest"],
  ["a trailing checksum that never comes", streaming(5), "5\r\nhello\r\n0\r\n\r\n", 400, "InvalidRequest"],
  [
    "fewer bytes than announced",
    streaming(6),
    `5\r\nhello\r\n${trailer(crc("hello"))}`,
    400,
    "IncompleteBody",
  ],
  [
    "more bytes than announced",
    streaming(4),
    `5\r\nhello\r\n${trailer(crc("hello"))}`,
    400,
    "IncompleteBody",
  ],
  ["chunks that break off", streaming(5), "5\r\nhel", 400, "IncompleteBody"],
  ["broken chunks", streaming(5), "five\r\nhello\r\n0\r\n\r\n", 400, "InvalidRequest"],
  [
    "a trailer it does not know",
    { ...streaming(5), "x-amz-trailer": "x-amz-checksum-xxhash" },
    "5\r\nhello\r\n0\r\n\r\n",
    400,
    "InvalidRequest",
  ],
  [
    "a wrong payload hash",
    { "x-amz-content-sha256": sha("other") },
    "hello",
    400,
    "XAmzContentSHA256Mismatch",
  ],
  ["a payload hash that is none", { "x-amz-content-sha256": "hello" }, "hello", 400, "InvalidRequest"],
  [
    "two checksums",
    { "x-amz-checksum-crc32": crc("hello"), "x-amz-checksum-sha1": "x" },
    "hello",
    400,
    "InvalidRequest",
  ],
  [
    "an announced checksum without value",
    { "x-amz-sdk-checksum-algorithm": "CRC32" },
    "hello",
    400,
    "InvalidRequest",
  ],
  ["a body of unknown length", { "transfer-encoding": "chunked" }, "hello", 411, "MissingContentLength"],
  ["more than 5 GiB", { "x-amz-decoded-content-length": "5368709121" }, "hello", 400, "EntityTooLarge"],
] as const)("refuses %s and keeps nothing", async (_, headers, body, status, code) => {
  const files = await local.bodyFiles();
  const reply = await put(headers, body);
  expect([reply.status, xmlText(reply, "Code")]).toEqual([status, code]);
  expect(await local.bodyFiles()).toEqual(files);
});

test("accepts the right payload hash", async () => {
  expect((await put({ "x-amz-content-sha256": sha("hello") }, "hello")).status).toBe(200);
});

test("keeps nothing of an upload whose client goes away", async () => {
  const files = await local.bodyFiles();
  const { port } = new URL(local.endpoint);
  const socket = createConnection(Number(port), "127.0.0.1");
  socket.write("PUT /holiday/broken HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\n\r\n");
  socket.write(Buffer.alloc(100_000));
  while ((await local.bodyFiles()).length === files.length)
    await new Promise((resolve) => setTimeout(resolve, 5));
  socket.destroy();
  while ((await local.bodyFiles()).length > files.length)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await raw(local, "GET", "/holiday/broken")).status).toBe(404);
});
