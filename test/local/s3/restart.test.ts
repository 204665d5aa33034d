import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { jest } from "@jest/globals";
import { wallClock } from "../../../local/clock.ts";
import type { BusEvent } from "../../../local/service.ts";
import { developer } from "../serve.ts";
import { eventsOf, openLocal, raw, xmlText } from "./local-target.ts";
import { completeUpload, MIN_PART, sendPart, startUpload } from "./multipart.ts";

const Bucket = "holiday";
const bucket = { name: Bucket, versioned: true, eventBridge: true };
/** Empty for no event. */
const sequencer = (event: BusEvent | undefined) => {
  const detail = event?.detail as { object: { sequencer: string } } | undefined;
  return detail?.object.sequencer ?? "";
};

test("finds objects, versions, metadata and open uploads again", async () => {
  const before = await openLocal();
  await before.s3.createBucket(bucket);
  const put = { Bucket, Key: "k", Body: "1", Metadata: { a: "1" } };
  const { VersionId } = await before.client.send(new PutObjectCommand(put));
  await before.client.send(new PutObjectCommand({ ...put, Body: "2" }));
  const upload = await startUpload(before.client, { Bucket, Key: "parts" });
  const first = await sendPart(before.client, upload, 1, Buffer.alloc(MIN_PART));
  await before.stop();

  const after = await openLocal({ dir: before.dir });
  await after.s3.createBucket(bucket);
  const old = await after.client.send(new GetObjectCommand({ Bucket, Key: "k", VersionId }));
  expect([await old.Body?.transformToString(), old.Metadata]).toEqual(["1", { a: "1" }]);
  const second = await sendPart(after.client, upload, 2, "end");
  await completeUpload(after.client, upload, [first, second]);
  const head = await after.client.send(new HeadObjectCommand({ Bucket, Key: "parts" }));
  expect(head.ContentLength).toBe(MIN_PART + 3);
  await after.close();
});

test("delivers what an earlier process left, and goes on counting sequencers", async () => {
  const before = await openLocal();
  await before.s3.createBucket(bucket);
  await before.client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "1" }));
  await before.stop();
  expect(before.events).toEqual([]);

  // A clock set back must not bring an earlier sequencer again.
  const clock = { ...wallClock(), now: () => 0 };
  const after = await openLocal({ dir: before.dir, clock });
  after.s3.start();
  await after.client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "2" }));
  const [first, second] = await eventsOf(after, 2);
  expect(sequencer(first) < sequencer(second)).toBe(true);
  await after.stop();

  const again = await openLocal({ dir: before.dir });
  again.s3.start();
  await again.client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "3" }));
  const [third, ...more] = await eventsOf(again, 1);
  expect(sequencer(second) < sequencer(third)).toBe(true);
  expect(more).toEqual([]);
  await again.close();
});

test("tries a refused event again, while others pass", async () => {
  const seen: string[] = [];
  let refusals = 3;
  const log = jest.spyOn(console, "error").mockImplementation(() => {});
  const local = await openLocal({
    clock: wallClock(1000),
    emit: async ({ detail }) => {
      const { key } = (detail as { object: { key: string } }).object;
      if (key === "refused" && refusals-- > 0) throw new Error("the bus is busy");
      seen.push(key);
    },
  });
  await local.s3.createBucket(bucket);
  await local.s3.put({ bucket: Bucket, key: "refused" }, "1", "text/plain", developer);
  await local.s3.put({ bucket: Bucket, key: "passes" }, "1", "text/plain", developer);
  local.s3.start();
  while (seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(seen).toEqual(["passes", "refused"]);
  expect(log).toHaveBeenCalledTimes(3);
  log.mockRestore();
  await local.close();
});

test("removes what a killed process left half done, and nothing else", async () => {
  const before = await openLocal();
  await before.s3.createBucket(bucket);
  await before.client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "kept" }));
  const upload = await startUpload(before.client, { Bucket, Key: "parts" });
  await sendPart(before.client, upload, 1, "kept too");
  await before.stop();
  const kept = await before.bodyFiles();
  await writeFile(join(before.dir, "objects", "half.partial"), "hal");
  await writeFile(join(before.dir, "objects", "without-record"), "whole");

  const after = await openLocal({ dir: before.dir });
  expect(await after.bodyFiles()).toEqual(kept);
  await after.close();
});

test("keeps no body that nothing refers to", async () => {
  const local = await openLocal();
  await local.s3.createBucket({ name: Bucket, versioned: false, eventBridge: false });
  for (const Body of ["1", "2", "3"])
    await local.client.send(new PutObjectCommand({ Bucket, Key: "k", Body }));
  expect(await local.bodyFiles()).toHaveLength(1);
  const upload = await startUpload(local.client, { Bucket, Key: "k" });
  await completeUpload(local.client, upload, [await sendPart(local.client, upload, 1, "4")]);
  const files = await local.bodyFiles();
  expect(files).toHaveLength(1);
  expect(await readFile(join(local.dir, "objects", files[0] ?? ""), "utf8")).toBe("4");
  await raw(local, "DELETE", `/${Bucket}/k`);
  expect(await local.bodyFiles()).toEqual([]);
  await local.close();
});

test("reads an object to its end although it is overwritten meanwhile", async () => {
  const local = await openLocal();
  await local.s3.createBucket({ name: Bucket, versioned: false, eventBridge: false });
  const large = Buffer.alloc(8 * 1024 ** 2, "a");
  await local.s3.put({ bucket: Bucket, key: "k" }, large, "text/plain", developer);
  const { Body } = await local.client.send(new GetObjectCommand({ Bucket, Key: "k" }));
  await local.s3.put({ bucket: Bucket, key: "k" }, "b", "text/plain", developer);
  const read = Buffer.from((await Body?.transformToByteArray()) ?? []);
  expect(read.equals(large)).toBe(true);
  expect(xmlText(await raw(local, "GET", `/${Bucket}?list-type=2`), "Size")).toBe("1");
  await local.close();
});
