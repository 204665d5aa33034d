import "../../local/patience.ts";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { uploadKey, videoIdOf } from "../../../lambda/keys.ts";
import { openPort } from "../../../local/port.ts";
import { anIndex, aTask, aVideo, INDEX_ID, library, page, VIDEO_ID } from "../cli/answers.ts";
import type { Played } from "../cli/played-api.ts";
import { run } from "../cli/test-io.ts";
import { BUCKET, bucketHost } from "../cli/upload/bucket-host.ts";
import { runWith } from "../cli/with-api.ts";

const ID = videoIdOf(BUCKET, uploadKey("default", "beach.mp4"));
const VIDEO = `GET /indexes/${INDEX_ID}/videos/${ID}`;

/** The API of a library into which `beach.mp4` comes: each look at its task gives the next of these. */
function arriving(tasks: readonly object[]): Record<string, Played> {
  let looks = 0;
  const none = () => ({ data: [] });
  return {
    "GET /indexes": () => page([anIndex()]),
    [`GET /indexes/${INDEX_ID}`]: () => anIndex(),
    [`GET /tasks/${ID}`]: () => {
      const task = tasks[Math.min(looks++, tasks.length - 1)];
      return task === undefined
        ? { reply: { status: 404, body: '{"code":"resource_not_exists","message":"No."}' } }
        : aTask({ _id: ID, ...task });
    },
    [VIDEO]: () => aVideo({ _id: ID }),
    ...{ [`${VIDEO}/text-in-video`]: none, [`${VIDEO}/logo`]: none, [`${VIDEO}/transcription`]: none },
  };
}

async function putBeach(tasks: readonly object[], ...argv: string[]) {
  const host = await bucketHost(arriving(tasks));
  try {
    const path = await host.file("beach.mp4", 1000);
    const put = () => run([...host.argv, "put", path, ...argv], { env: host.env });
    return { first: await put(), second: await put(), sent: [...host.sent] };
  } finally {
    await host.close();
  }
}

const BEFORE = { status: "ready", updated_at: "2026-01-01T00:00:00Z" };

test("follows an upload until its results are there, and is not taken in by older ones", async () => {
  const tasks = [BEFORE, BEFORE, { status: "queued" }, { status: "indexing" }, { status: "ready" }];
  const { first } = await putBeach(tasks, "--wait");
  expect(first.code).toBe(0);
  expect(first.err).toBe(
    "beach.mp4: 1.0 KB uploaded.\nbeach.mp4: queued\nbeach.mp4: indexing\nbeach.mp4: ready\n",
  );
  expect(first.out).toContain("A day at the beach");
});

test("what is there with the same bytes is not uploaded again", async () => {
  const { second, sent } = await putBeach([{ status: "ready" }], "--no-wait");
  expect(second).toMatchObject({ code: 0, err: expect.stringContaining("beach.mp4: is there already.") });
  expect(sent.filter((each) => each.startsWith("PUT"))).toHaveLength(1);
});

test("a failed one is uploaded again, as that does what is missing, and fails the command", async () => {
  const reason = { code: "MODEL_ERROR", message: "The model failed.", hint: "Try again." };
  const failed = { status: "failed", reelbase: { reason } };
  const { second, sent } = await putBeach([failed, { ...failed, updated_at: "later" }], "--wait");
  expect(second).toMatchObject({
    code: 1,
    out: expect.stringContaining("MODEL_ERROR: The model failed. Try again."),
  });
  expect(sent.filter((each) => each.startsWith("PUT"))).toHaveLength(2);
});

test("with an API key alone, files go to a link that the API hands out", async () => {
  const folder = await mkdtemp(join(tmpdir(), "reelbase-put-"));
  await writeFile(join(folder, "beach.mp4"), "bytes");
  const got: unknown[] = [];
  const s3 = await openPort(0, async ({ method, headers, body }) => {
    got.push({
      method,
      length: headers["content-length"],
      city: headers["x-amz-meta-city"],
      body: await text(body),
    });
    return { status: 200 };
  });
  const link = { method: "PUT", url: `${s3.endpoint}/signed?x=y`, headers: { "x-amz-meta-city": "Rome" } };
  const routes = { ...library, "POST /tasks": () => ({ _id: VIDEO_ID, video_id: VIDEO_ID, upload: link }) };
  const argv = ["put", folder, "--meta", "city=Rome", "--no-wait", "--json"];
  const { code, out, seen } = await runWith(routes, argv).finally(() => s3.close());
  await rm(folder, { recursive: true });
  expect({ code, document: JSON.parse(out) }).toEqual({
    code: 0,
    document: { data: [{ file: "beach.mp4", video_id: VIDEO_ID }] },
  });
  expect(got).toEqual([{ method: "PUT", length: "5", city: "Rome", body: "bytes" }]);
  expect(seen.find(({ path }) => path === "/tasks")?.body).toEqual({
    index_id: INDEX_ID,
    filename: "beach.mp4",
    metadata: { city: "Rome" },
  });
});

test("an address is fetched by the API, and its query is shown nowhere", async () => {
  const routes = { ...library, "POST /tasks": () => ({ _id: VIDEO_ID, video_id: VIDEO_ID }) };
  const url = "https://example.com/beach.mp4?token=secret";
  const { code, out, err, seen } = await runWith(routes, ["put", url, "--wait"]);
  expect(code).toBe(0);
  expect(out + err).not.toContain("secret");
  expect(seen.find(({ path }) => path === "/tasks")?.body).toEqual({ index_id: INDEX_ID, url });
});

test("an index that is not there is made", async () => {
  const holiday = anIndex({ index_name: "holiday" });
  const routes = {
    ...library,
    "GET /indexes": () => page([]),
    "POST /indexes": () => ({ _id: INDEX_ID }),
    [`GET /indexes/${INDEX_ID}`]: () => holiday,
    "POST /tasks": () => ({ _id: VIDEO_ID, video_id: VIDEO_ID }),
  };
  const argv = ["put", "https://example.com/a.mp4", "--index", "holiday", "--no-wait"];
  const { code, seen } = await runWith(routes, argv);
  expect(code).toBe(0);
  expect(seen.find(({ method, path }) => method === "POST" && path === "/indexes")?.body).toEqual({
    index_name: "holiday",
  });
});
