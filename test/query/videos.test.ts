import { encodeVector } from "../../lambda/domain/embedding.ts";
import { objectKey, runKey, segmentKey, taskKey, videoKey } from "../../lambda/keys.ts";
import { aRunInput } from "../factories.ts";
import { aLibraryWorld, anIndex, aReadyVideo, BUCKET, type LibraryWorld } from "./library-world.ts";

let world: LibraryWorld;
const { indexId } = anIndex();
const path = `/indexes/${indexId}/videos`;
beforeEach(async () => {
  world = await aLibraryWorld();
  await world.table.putIndex(anIndex());
});
afterEach(() => world.table.close());

const names = async (query: string) => {
  const { status, body } = await world.send("GET", `${path}${query}`);
  expect(status).toBe(200);
  return body.data.map((video: { metadata: { filename: string } }) => video.metadata.filename).join(" ");
};

describe("the list", () => {
  beforeEach(async () => {
    const change = [
      { durationSec: 10, metadata: { category: "news", rating: "7" } },
      { durationSec: 20.5, width: 1280, metadata: { category: "sport", rating: "9.5" } },
      { durationSec: 30, fps: 30, sizeBytes: 5 },
    ];
    for (const [at, one] of change.entries()) {
      const createdAt = `2026-11-0${at + 1}T00:00:00.000Z`;
      const updatedAt = `2026-11-1${9 - at}T00:00:00.000Z`;
      await world.table.putVideo(aReadyVideo(`${at}.mp4`, { createdAt, updatedAt, ...one }).video);
    }
    const { currentRunId: _, ...failed } = aReadyVideo("failed.mp4", { status: "FAILED" }).video;
    await world.table.putVideo(failed);
    await world.table.putVideo(aReadyVideo("gone.mp4", { status: "DELETED" }).video);
  });

  test.each([
    ["", "2.mp4 1.mp4 0.mp4"],
    ["?sort_option=asc", "0.mp4 1.mp4 2.mp4"],
    ["?sort_by=updated_at", "0.mp4 1.mp4 2.mp4"],
    ["?page_limit=2&page=2", "0.mp4"],
    ["?filename=1.mp4", "1.mp4"],
    ["?duration[gte]=20&duration[lte]=25", "1.mp4"],
    ["?duration=10", "0.mp4"],
    ["?width=1280", "1.mp4"],
    ["?fps=30&size=5", "2.mp4"],
    ["?createdAt[lt]=2026-11-03T00:00:00Z", "1.mp4 0.mp4"],
    ["?indexed_at[gte]=2026-11-18", "1.mp4 0.mp4"],
    ["?category=news", "0.mp4"],
    ["?metadata.category=sport", "1.mp4"],
    ["?rating[gte]=8", "1.mp4"],
    [`?user_metadata=${encodeURIComponent('{"category":"news","rating":7}')}`, "0.mp4"],
    ["?category=weather", ""],
    ["?status=all", "failed.mp4 2.mp4 1.mp4 0.mp4"],
  ])("%j gives %j", async (query, expected) => {
    expect(await names(query)).toBe(expected);
  });

  test("tells its pages and the seconds of all of them", async () => {
    const { body } = await world.send("GET", `${path}/?page_limit=1`);
    expect(body.page_info).toEqual({
      limit_per_page: 1,
      page: 1,
      total_page: 3,
      total_results: 3,
      total_duration: 60.5,
    });
  });

  test.each([
    "?duration=long",
    "?user_metadata=%5Bobject%20Object%5D",
    "?status=ready&duration[about]=3",
    "?created_at=x",
  ])("refuses %s", async (query) => {
    expect(await world.send("GET", `${path}${query}`)).toMatchObject({
      status: 400,
      body: { code: "parameter_invalid" },
    });
  });
});

test("a video is shown with what is measured, said and found, in the words of both versions", async () => {
  const { video } = aReadyVideo("a.mp4", { metadata: { category: "news", video_title: "Mine" } });
  await world.table.putVideo(video);
  const measured = {
    ...{ duration: 40, filename: "a.mp4", fps: 25, height: 360, width: 640, size: 1000 },
    video_title: "Mine",
  };
  const { status, body } = await world.send("GET", `${path}/${video.videoId}`);
  expect([status, body]).toEqual([
    200,
    {
      _id: video.videoId,
      created_at: video.createdAt,
      updated_at: video.updatedAt,
      indexed_at: video.updatedAt,
      metadata: { category: "news", engine_ids: ["marengo3.0", "pegasus1.2"], ...measured },
      system_metadata: { ...measured, model_names: ["marengo3.0", "pegasus1.2"] },
      user_metadata: { category: "news" },
      hls: null,
      source: { type: "s3", name: "a.mp4" },
      reelbase: {
        status: "READY",
        reason: null,
        stale: false,
        key: video.key,
        results: { title: "A title" },
      },
    },
  ]);
});

test("what is read, shown and said is given as spans, within the span that is asked for", async () => {
  const span = (startSec: number, text: string) => ({ startSec, endSec: startSec + 2, text });
  const { video } = aReadyVideo("a.mp4", {
    onScreenText: [span(0, "EXIT"), span(10, "STOP")],
    logos: [span(3, "Acme")],
    speech: [span(5, "Hello there.")],
  });
  await world.table.putVideo(video);
  const data = async (rest: string) => (await world.send("GET", `${path}/${video.videoId}${rest}`)).body.data;
  expect(await data("/text-in-video")).toEqual([
    { start: 0, end: 2, value: "EXIT" },
    { start: 10, end: 12, value: "STOP" },
  ]);
  expect(await data("/text-in-video?start=5")).toEqual([{ start: 10, end: 12, value: "STOP" }]);
  expect(await data("/logo?end=1")).toEqual([]);
  expect(await data("/transcription?time=1")).toEqual([{ start: 5, end: 7, value: "Hello there." }]);
  expect(await world.send("GET", `${path}/${video.videoId}/thumbnail`)).toMatchObject({ status: 404 });
  const { body } = await world.send("GET", `${path}/${video.videoId}?transcription=true`);
  expect(body.transcription).toEqual([{ start: 5, end: 7, value: "Hello there." }]);
});

test("stored embeddings are given segment by segment, of the options that are asked for", async () => {
  const { video } = aReadyVideo("a.mp4", { models: { embed: "twelvelabs.marengo-embed-3-0-v1:0" } });
  await world.table.putVideo(video);
  for (const [option, scope, startSec] of [
    ["visual", "clip", 0],
    ["visual", "clip", 6],
    ["audio", "clip", 0],
    ["visual", "asset", 0],
  ] as const) {
    const key = segmentKey(video.videoId, video.latestRunId, { option, scope, startSec });
    const embedding = encodeVector(new Float32Array([0.5, -0.25]));
    await world.table.put({ ...key, option, scope, startSec, endSec: startSec + 6, embedding });
  }
  const ask = async (query: string) => (await world.send("GET", `${path}/${video.videoId}?${query}`)).body;
  const { embedding, _id } = await ask("embedding_option=visual");
  expect(_id).toBe(video.videoId);
  expect(embedding.model_name).toBe("marengo3.0");
  expect(embedding.video_embedding.segments).toEqual([
    {
      start_offset_sec: 0,
      end_offset_sec: 6,
      embedding_option: "visual",
      embedding_scope: "video",
      float: [0.5, -0.25],
    },
    expect.objectContaining({ start_offset_sec: 0, embedding_scope: "clip" }),
    expect.objectContaining({ start_offset_sec: 6, embedding_scope: "clip" }),
  ]);
  expect((await ask("embed=true")).embedding.video_embedding.segments).toHaveLength(4);
  expect(
    (await ask("embedding_option=audio&embedding_option=transcription")).embedding.video_embedding.segments,
  ).toHaveLength(1);
  expect(await ask("embed=false")).not.toHaveProperty("embedding");
  expect(await world.send("GET", `${path}/${video.videoId}?embed=maybe`)).toMatchObject({ status: 400 });
});

describe("what a person says", () => {
  test("is merged into the video, and outlives the pipeline's own writes", async () => {
    const { video, run } = aReadyVideo("a.mp4", { metadata: { a: "1", b: "2" } });
    await world.table.putVideo(video, run);
    const answer = await world.send("PUT", `${path}/${video.videoId}`, {
      video_title: "Mine",
      metadata: { b: null, c: 3, d: true },
    });
    expect(answer.status).toBe(204);
    const stored = await world.table.item(videoKey(video.videoId));
    expect(stored).toMatchObject({ metadata: { a: "1", c: 3, d: true, video_title: "Mine" } });
    expect(String(stored?.["updatedAt"]) > video.updatedAt).toBe(true);
  });

  test("may have any name", async () => {
    const { video } = aReadyVideo("a.mp4");
    await world.table.putVideo(video);
    const metadata = { constructor: "Gaudí", toString: "x" };
    expect(await world.send("PUT", `${path}/${video.videoId}`, { metadata })).toMatchObject({ status: 204 });
    const { body } = await world.send("GET", `${path}/${video.videoId}`);
    expect({ ...body.user_metadata }).toEqual(metadata);
  });

  test("is not lost when two say something at once", async () => {
    const { video } = aReadyVideo("a.mp4");
    await world.table.putVideo(video);
    const say = (name: string) =>
      world.send("PUT", `${path}/${video.videoId}`, { user_metadata: { [name]: 1 } });
    expect((await Promise.all(["a", "b", "c"].map(say))).map(({ status }) => status)).toEqual([
      204, 204, 204,
    ]);
    expect(await world.table.item(videoKey(video.videoId))).toMatchObject({ metadata: { a: 1, b: 1, c: 1 } });
  });

  test.each([
    [{ metadata: { duration: 3 } }, "parameter_invalid"],
    [{ metadata: { a: { b: 1 } } }, "parameter_invalid"],
    [{ metadata: { a: "x".repeat(3000) } }, "parameter_invalid"],
    [{ metadata: { a: 1e300 } }, "parameter_invalid"],
    [{ metadata: { a: -1e-300 } }, "parameter_invalid"],
    [{ metadata: { a: 2 ** 60 } }, "parameter_invalid"],
    [{ metadata: { a: "\ud800" } }, "parameter_invalid"],
    [{ metadata: { "\ud800": "a" } }, "parameter_invalid"],
    [{ video_title: "\ud800" }, "parameter_invalid"],
    [{ meta: {} }, "parameter_unknown"],
  ])("is refused as %j", async (body, code) => {
    const { video } = aReadyVideo("a.mp4");
    await world.table.putVideo(video);
    expect(await world.send("PUT", `${path}/${video.videoId}`, body)).toMatchObject({
      status: 400,
      body: { code },
    });
  });
});

describe("a removed video", () => {
  test("is gone for every reader at once; its run cannot close and its key is guarded", async () => {
    const { video, run } = aReadyVideo("a.mp4", { status: "QUEUED" });
    const open = { ...run, status: "PROCESSING" as const };
    await world.table.putVideo(video, open);
    await world.table.put({ ...taskKey(video.videoId), type: "Task" });
    expect(await world.send("DELETE", `${path}/${video.videoId}`)).toMatchObject({ status: 204 });
    expect(await world.table.item(taskKey(video.videoId))).toBeUndefined();
    const markedAt = "2026-11-21T10:00:00.001Z";
    const { videoId, key } = video;
    expect(world.removals).toEqual([{ kind: "video", videoId, bucket: BUCKET, key, markedAt }]);
    expect(await world.send("GET", `${path}/${videoId}`)).toMatchObject({ status: 404 });
    expect(await names("?status=all")).toBe("");
    expect(await world.send("DELETE", `${path}/${videoId}`)).toMatchObject({ status: 404 });

    const stored = await world.table.item(videoKey(videoId));
    expect(stored).toMatchObject({ status: "DELETED", updatedAt: markedAt });
    for (const name of ["title", "currentRunId", "durationSec", "metadata"])
      expect(stored).not.toHaveProperty(name);
    expect(await world.table.item(runKey(videoId, run.runId))).toMatchObject({
      status: "DELETED",
      updatedAt: markedAt,
    });
    expect(await world.table.item(objectKey(BUCKET, key))).toMatchObject({ deleted: true });

    const ended = await world.table.catalog.close({
      run: aRunInput({ videoId, runId: run.runId, key }),
      status: "READY",
      reason: null,
      steps: {},
      media: {},
      models: {},
      segmentCounts: { visual: 3 },
      at: "2026-11-21T10:05:00.000Z",
    });
    expect(ended.status).toBe("DELETED");
    expect(await world.table.item(videoKey(videoId))).toMatchObject({ status: "DELETED" });
  });

  test("of another index is not there", async () => {
    await world.table.putIndex(anIndex({ folder: "other" }));
    const { video } = aReadyVideo("a.mp4");
    await world.table.putVideo(video);
    const elsewhere = `/indexes/${anIndex({ folder: "other" }).indexId}/videos/${video.videoId}`;
    for (const method of ["GET", "DELETE"])
      expect(await world.send(method, elsewhere)).toMatchObject({ status: 404 });
    expect(world.removals).toEqual([]);
  });
});
