import { createHash } from "node:crypto";
import {
  CompleteMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { completeUpload, MIN_PART, sendPart, startUpload } from "./multipart.ts";
import { failure, openTarget, type Target } from "./target.ts";

const big = Buffer.alloc(MIN_PART, "abc");
const last = Buffer.from("the end");
let target: Target;
let Bucket: string;
beforeAll(async () => {
  target = await openTarget();
  Bucket = await target.newBucket();
});
afterAll(() => target.close());

const md5 = (bytes: Uint8Array) => createHash("md5").update(bytes).digest();
const start = (Key: string, more: object = {}) => startUpload(target.client, { Bucket, Key, ...more });

test("joins the parts in the order of their numbers, with type, metadata and the etag of the parts", async () => {
  const upload = await start("joined", { ContentType: "video/mp4", Metadata: { a: "1" } });
  const second = await sendPart(target.client, upload, 7, last);
  const first = await sendPart(target.client, upload, 2, big);
  const answer = await completeUpload(target.client, upload, [first, second]);
  expect(answer).toMatchObject({
    Bucket,
    Key: "joined",
    ETag: `"${md5(Buffer.concat([md5(big), md5(last)])).toString("hex")}-2"`,
  });
  const read = await target.client.send(new GetObjectCommand({ Bucket, Key: "joined" }));
  const body = Buffer.from((await read.Body?.transformToByteArray()) ?? []);
  expect(body.equals(Buffer.concat([big, last]))).toBe(true);
  expect(read).toMatchObject({ ContentType: "video/mp4", Metadata: { a: "1" }, ETag: answer.ETag });
});

test("takes only the parts that are listed, and of a repeated number the newest", async () => {
  const upload = await start("chosen");
  await sendPart(target.client, upload, 1, "first try");
  const first = await sendPart(target.client, upload, 1, big);
  await sendPart(target.client, upload, 2, "left out");
  const third = await sendPart(target.client, upload, 3, last);
  await completeUpload(target.client, upload, [first, third]);
  const head = await target.client.send(new HeadObjectCommand({ Bucket, Key: "chosen" }));
  expect(head.ContentLength).toBe(big.length + last.length);
});

test("ends the upload", async () => {
  const upload = await start("once");
  const part = await sendPart(target.client, upload, 1, last);
  await completeUpload(target.client, upload, [part]);
  expect(await failure(sendPart(target.client, upload, 2, last))).toEqual({
    name: "NoSuchUpload",
    status: 404,
  });
});

test.each(["CRC32", "SHA256"] as const)(
  "gives a %s checksum of the checksums of the parts",
  async (ChecksumAlgorithm) => {
    const upload = await start("composite", { ChecksumAlgorithm });
    const parts = [
      await sendPart(target.client, upload, 1, big, ChecksumAlgorithm),
      await sendPart(target.client, upload, 2, last, ChecksumAlgorithm),
    ];
    const answer = await completeUpload(target.client, upload, parts);
    expect(answer[`Checksum${ChecksumAlgorithm}`]).toMatch(/=-2$/);
    expect(answer.ChecksumType).toBe("COMPOSITE");
    if (ChecksumAlgorithm === "SHA256") {
      const sha = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
      const expected = sha(Buffer.concat([sha(big), sha(last)])).toString("base64");
      expect(answer.ChecksumSHA256).toBe(`${expected}-2`);
    }
  },
);

test("gives the checksum of the whole object when it was announced so", async () => {
  const upload = await start("whole", { ChecksumAlgorithm: "CRC64NVME", ChecksumType: "FULL_OBJECT" });
  const part = await sendPart(target.client, upload, 1, "123456789", "CRC64NVME");
  const answer = await completeUpload(target.client, upload, [part]);
  expect(answer).toMatchObject({ ChecksumCRC64NVME: "rosUhgp5mIg=", ChecksumType: "FULL_OBJECT" });
});

test("refuses a completion without the checksums that were announced", async () => {
  const upload = await start("lacking", { ChecksumAlgorithm: "SHA256" });
  const { ETag, PartNumber } = await sendPart(target.client, upload, 1, last, "SHA256");
  const call = completeUpload(target.client, upload, [{ ETag, PartNumber }]);
  expect(await failure(call)).toEqual({ name: "InvalidRequest", status: 400 });
});

test("refuses parts that are out of order, unknown, changed or too small, and keeps the upload", async () => {
  const upload = await start("refused");
  const first = await sendPart(target.client, upload, 1, big);
  const second = await sendPart(target.client, upload, 2, last);
  const third = await sendPart(target.client, upload, 3, last);
  const complete = (parts: (typeof first)[]) => failure(completeUpload(target.client, upload, parts));
  expect((await complete([second, first])).name).toBe("InvalidPartOrder");
  expect((await complete([first, first])).name).toBe("InvalidPartOrder");
  expect((await complete([first, { ...second, PartNumber: 4 }])).name).toBe("InvalidPart");
  expect((await complete([first, { ...second, ETag: first.ETag }])).name).toBe("InvalidPart");
  expect((await complete([first, second, third])).name).toBe("EntityTooSmall");
  expect((await complete([])).name).toBe("MalformedXML");
  await completeUpload(target.client, upload, [first, second]);
});

test("refuses an object of another size than the client expects", async () => {
  const upload = await start("sized");
  const part = await sendPart(target.client, upload, 1, last);
  const complete = (MpuObjectSize: number) =>
    target.client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: [part] }, MpuObjectSize }),
    );
  expect(await failure(complete(1))).toEqual({ name: "InvalidRequest", status: 400 });
  await complete(last.length);
});

test("keeps to If-None-Match and If-Match", async () => {
  const { ETag } = await target.client.send(new PutObjectCommand({ Bucket, Key: "there", Body: "1" }));
  const upload = await start("there");
  const parts = [await sendPart(target.client, upload, 1, last)];
  const none = completeUpload(target.client, upload, parts, { IfNoneMatch: "*" });
  expect(await failure(none)).toEqual({ name: "PreconditionFailed", status: 412 });
  const stale = completeUpload(target.client, upload, parts, { IfMatch: '"0"' });
  expect(await failure(stale)).toEqual({ name: "PreconditionFailed", status: 412 });
  await completeUpload(target.client, upload, parts, { IfMatch: ETag ?? "" });
});

test("lets one of two uploads and a put win under If-None-Match", async () => {
  const uploads = [await start("raced"), await start("raced")];
  const ready = await Promise.all(
    uploads.map(async (upload) => ({ upload, part: await sendPart(target.client, upload, 1, last) })),
  );
  const results = await Promise.allSettled([
    ...ready.map(({ upload, part }) => completeUpload(target.client, upload, [part], { IfNoneMatch: "*" })),
    target.client.send(new PutObjectCommand({ Bucket, Key: "raced", Body: "1", IfNoneMatch: "*" })),
  ]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
