import "../../../local/patience.ts";
import { appendFile, readFile, utimes, writeFile } from "node:fs/promises";
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { CliIo } from "../../../../bin/cli/io.ts";
import { anIndex, page } from "../answers.ts";
import { run } from "../test-io.ts";
import { BUCKET, type BucketHost, bucketHost } from "./bucket-host.ts";

const MIB = 1024 ** 2;
const PARTS = 3;
const Key = "videos/default/film.mp4";

let host: BucketHost;
beforeEach(async () => {
  host = await bucketHost({ "GET /indexes": () => page([anIndex()]) });
});
afterEach(() => host.close());

const put = (path: string, changes: Partial<CliIo> = {}, ...more: string[]) =>
  run([...host.argv, "put", path, "--no-wait", "--parts", "1", ...more], { env: host.env, ...changes });

/** As after Ctrl-C when the part with this number begins to arrive. */
async function putUntilPart(path: string, number: number, ...more: string[]) {
  const stop = new AbortController();
  host.onSent = (sent) => {
    if (sent === `part ${number}`) stop.abort();
  };
  const said = await put(path, { signal: stop.signal }, ...more);
  host.onSent = () => {};
  return said;
}

const partsSent = () => host.sent.splice(0).filter((sent) => sent.startsWith("part"));

async function stored(client: S3Client): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

test("a large file goes in parts, and arrives as it is", async () => {
  const path = await host.file("film.mp4", PARTS * 8 * MIB - 5);
  const { code, err } = await put(path, {}, "--meta", "city=Zürich");
  expect({ code, err }).toMatchObject({
    code: 0,
    err: expect.stringContaining("film.mp4: 25.2 MB uploaded."),
  });
  expect(partsSent()).toHaveLength(PARTS);
  expect((await stored(host.client)).equals(await readFile(path))).toBe(true);
  const { Metadata } = await host.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
  expect(Metadata).toEqual({ city: "=?UTF-8?B?WsO8cmljaA==?=" });
});

test("a small file goes in one request, an empty one too", async () => {
  expect(await put(await host.file("film.mp4", 16 * MIB))).toMatchObject({ code: 0 });
  expect(await put(await host.file("none.mp4", 0))).toMatchObject({ code: 0 });
  expect(partsSent()).toEqual([]);
});

test("after Ctrl-C the same command sends only the parts that are missing", async () => {
  const path = await host.file("film.mp4", PARTS * 8 * MIB);
  const stopped = await putUntilPart(path, 2);
  expect(stopped.code).toBe(130);
  expect(stopped.err).toContain("film.mp4 not yet uploaded");
  expect(stopped.err).toContain("the same command goes on from there");
  expect(partsSent()).toEqual(["part 1", "part 2"]);

  const again = await put(path);
  expect(again.err).toContain("8.4 MB of 25.2 MB are there already; going on.");
  expect(partsSent()).toEqual(["part 2", "part 3"]);
  expect((await stored(host.client)).equals(await readFile(path))).toBe(true);
  // Nothing of it is left behind, here or there.
  const { Uploads = [] } = await host.client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
  expect(Uploads).toEqual([]);
});

test("a part that does not have the bytes of the file is sent again", async () => {
  const path = await host.file("film.mp4", PARTS * 8 * MIB);
  const at = new Date("2026-01-01T00:00:00Z");
  await utimes(path, at, at);
  await putUntilPart(path, 3);
  const bytes = await readFile(path);
  bytes[100] = 77;
  await writeFile(path, bytes);
  // The same size and time: only the bytes themselves tell.
  await utimes(path, at, at);
  partsSent();
  await put(path);
  expect(partsSent()).toEqual(["part 1", "part 3"]);
  expect((await stored(host.client)).equals(bytes)).toBe(true);
});

test("a file that is another one by now begins anew, and the old parts are removed", async () => {
  const path = await host.file("film.mp4", PARTS * 8 * MIB);
  await putUntilPart(path, 3);
  await appendFile(path, "more");
  partsSent();
  expect(await put(path)).toMatchObject({ code: 0 });
  expect(partsSent()).toHaveLength(PARTS + 1);
  const { Uploads = [] } = await host.client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
  expect(Uploads).toEqual([]);
});

test("other metadata need another upload", async () => {
  const path = await host.file("film.mp4", PARTS * 8 * MIB);
  await putUntilPart(path, 3);
  partsSent();
  await put(path, {}, "--meta", "city=Rome");
  expect(partsSent()).toHaveLength(PARTS);
  const { Metadata } = await host.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
  expect(Metadata).toEqual({ city: "Rome" });
});

test("a file that changes while it is sent is not completed", async () => {
  const path = await host.file("film.mp4", PARTS * 8 * MIB);
  host.onSent = (sent) => {
    if (sent === "part 3") void appendFile(path, "more");
  };
  const { code, err } = await put(path);
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("changed while it was uploaded") });
  await expect(host.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key }))).rejects.toThrow();
});
