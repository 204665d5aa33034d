import { reasonOf } from "../../lambda/domain/errors.ts";
import { indexIdOf, taskKey, type VideoId, videoIdOf } from "../../lambda/keys.ts";
import { aVideo } from "../factories.ts";
import { aLibraryWorld, anIndex, aReadyVideo, BUCKET, type LibraryWorld } from "./library-world.ts";

let world: LibraryWorld;
const { indexId } = anIndex();
beforeEach(async () => {
  world = await aLibraryWorld();
  await world.table.putIndex(anIndex());
});
afterEach(() => world.table.close());

const post = (body: unknown, path = "/tasks") => world.send("POST", path, body);
const URL_OF_FILE = "https://example.com/films/My%20Film.mp4?token=secret";

test("an address becomes a task that waits for its file", async () => {
  const { status, body } = await post({ index_id: indexId, url: URL_OF_FILE }, "/tasks/external-provider");
  expect(status).toBe(201);
  const [request] = world.fetches;
  expect(request).toMatchObject({
    kind: "video",
    videoId: body._id,
    indexId,
    url: URL_OF_FILE,
    again: false,
  });
  expect(request).toHaveProperty(
    "key",
    expect.stringMatching(/^videos\/holiday\/[0-9a-f]{12}\/My Film\.mp4$/),
  );
  expect(await world.send("GET", `/tasks/${body._id}`)).toEqual({
    status: 200,
    body: {
      _id: body._id,
      index_id: indexId,
      video_id: body._id,
      status: "uploading",
      type: "index_task_info",
      created_at: "2026-11-21T10:00:00.000Z",
      updated_at: "2026-11-21T10:00:00.000Z",
      estimated_time: "2026-11-21T10:02:45.000Z",
      metadata: { duration: 0, filename: "My Film.mp4", height: 0, width: 0 },
      system_metadata: { duration: 0, filename: "My Film.mp4", height: 0, width: 0 },
      process: { percentage: 0 },
      hls: null,
      reelbase: { reason: null },
    },
  });
});

test("the same address in the same index is one task, in another index another", async () => {
  await world.table.putIndex(anIndex({ folder: "other" }));
  const ids = [];
  for (const index_id of [indexId, indexId, indexIdOf("other")])
    ids.push((await post({ index_id, video_url: URL_OF_FILE })).body._id);
  expect(ids[0]).toBe(ids[1]);
  expect(ids[0]).not.toBe(ids[2]);
});

test("an address whose video is there is not fetched again, unless its run failed", async () => {
  const { body } = await post({ index_id: indexId, url: URL_OF_FILE });
  const [{ key } = { key: "" }] = world.fetches as { key: string }[];
  const videoId = videoIdOf(BUCKET, key);
  expect(videoId).toBe(body._id);
  await world.table.putVideo(aReadyVideo("x", { key, videoId }).video);
  expect((await post({ index_id: indexId, url: URL_OF_FILE })).body._id).toBe(videoId);
  expect(world.fetches).toHaveLength(1);

  const { currentRunId: _, ...failed } = aReadyVideo("x", { key, videoId, status: "FAILED" }).video;
  await world.table.putVideo({ ...failed, updatedAt: "2026-11-21T09:00:00.000Z" });
  expect(await world.send("POST", "/tasks", { index_id: indexId, url: URL_OF_FILE })).toMatchObject({
    status: 201,
  });
  expect(world.fetches[1]).toMatchObject({ again: true });
  expect((await world.send("GET", `/tasks/${videoId}`)).body.status).toBe("uploading");
});

test("a file in a form is stored once, with its metadata", async () => {
  const form = () => {
    const data = new FormData();
    data.append("index_id", indexId);
    data.append("video_file", new File(["bytes of a film"], "../film.mp4"));
    data.append("user_metadata", '{"category":"news","rating":9.5}');
    data.append("language", "en");
    data.append("enable_video_stream", "false");
    return data;
  };
  const { status, body } = await world.send("POST", "/tasks", form());
  expect(status).toBe(201);
  expect((await world.send("POST", "/tasks", form())).body._id).toBe(body._id);
  expect([...world.stored]).toEqual([
    [
      expect.stringMatching(/^videos\/holiday\/[0-9a-f]{12}\/\.\.-film\.mp4$/),
      { bytes: new TextEncoder().encode("bytes of a film"), metadata: { category: "news", rating: 9.5 } },
    ],
  ]);
});

test("a file name asks for a link to upload to, another one each time", async () => {
  const ask = () => post({ index_id: indexId, filename: "long film.mp4" });
  const [one, other] = [await ask(), await ask()];
  expect(one.body.upload).toEqual({
    method: "PUT",
    url: expect.stringContaining("/long film.mp4"),
    headers: {},
    expires_at: expect.any(String),
  });
  expect(one.body._id).not.toBe(other.body._id);
});

test.each([
  [{ url: "https://youtu.be/S1ZZreXEqSY?si=x" }, "external_provider_not_supported"],
  [{ url: "https://169.254.169.254/latest/meta-data" }, "url_not_allowed"],
  [{ url: "http://example.com/a.mp4" }, "url_not_allowed"],
  [{ url: "file:///etc/passwd" }, "url_not_allowed"],
  [{}, "parameter_invalid"],
  [{ filename: "a.mp4", video_file: "text" }, "parameter_invalid"],
  [{ url: "https://example.com/a.mp4", user_metadata: "{" }, "parameter_invalid"],
  [{ url: "https://example.com/a.mp4", user_metadata: { "Not A Name": 1 } }, "parameter_invalid"],
  [{ url: "https://example.com/a.mp4", webhook: "x" }, "parameter_unknown"],
])("refuses %j", async (body, code) => {
  const answer = await post({ index_id: indexId, ...body });
  expect(answer).toMatchObject({ status: 400, body: { code } });
  expect(answer.body.message).not.toMatch(/token|si=|meta-data/);
  expect(world.fetches).toEqual([]);
});

test("an unknown index, one of another key, and transfers are refused", async () => {
  const url = "https://example.com/a.mp4";
  expect(await post({ index_id: indexIdOf("none"), url })).toMatchObject({ status: 404 });
  const caller = { name: "other", scopes: ["read", "write"] as const, indexIds: [indexIdOf("none")] };
  expect(await world.send("POST", "/tasks", { index_id: indexId, url }, caller)).toMatchObject({
    status: 403,
    body: { code: "index_not_allowed" },
  });
  expect(await post({}, "/tasks/transfers")).toMatchObject({
    status: 400,
    body: { code: "external_provider_not_supported" },
  });
  expect(await post({ index_id: indexId, url: "http://127.0.0.1:4599/a.mp4" })).toMatchObject({
    status: 201,
  });
});

describe("the list", () => {
  beforeEach(async () => {
    const ready = aReadyVideo("ready.mp4", { createdAt: "2026-11-01T00:00:00.000Z" });
    const working = aReadyVideo("working.mp4", { createdAt: "2026-11-02T00:00:00.000Z", status: "QUEUED" });
    const failed = aReadyVideo("failed.mp4", { createdAt: "2026-11-03T00:00:00.000Z", status: "REJECTED" });
    await world.table.putVideo(ready.video, ready.run);
    const { currentRunId: _, ...open } = working.video;
    await world.table.putVideo(open, { ...working.run, status: "PROCESSING" });
    await world.table.putVideo({ ...failed.video, reason: reasonOf("NOT_MEDIA", "It is a text.", "probe") });
    await post({ index_id: indexId, url: "https://example.com/coming.mp4" });
  });
  const names = async (query: string) => {
    const { body } = await world.send("GET", `/tasks${query}`);
    return body.data
      .map(
        (task: { metadata: { filename: string }; status: string }) =>
          `${task.metadata.filename}:${task.status}`,
      )
      .join(" ");
  };

  test.each([
    ["", "coming.mp4:uploading failed.mp4:failed working.mp4:indexing ready.mp4:ready"],
    [`?index_id=${indexId}&sort_option=asc&page_limit=1`, "ready.mp4:ready"],
    [`?index_id=${indexIdOf("none")}`, ""],
    ["?status=ready&status=failed", "failed.mp4:failed ready.mp4:ready"],
    ["?filename=working.mp4", "working.mp4:indexing"],
    ["?created_at=2026-11-03T00:00:00Z", "coming.mp4:uploading failed.mp4:failed"],
  ])("%j gives %j", async (query, expected) => {
    expect(await names(query)).toBe(expected);
  });

  test("is counted by status", async () => {
    expect((await world.send("GET", `/tasks/status?index_id=${indexId}`)).body).toEqual({
      index_id: indexId,
      ...{ uploading: 1, validating: 0, pending: 0, queued: 0, indexing: 1, ready: 1, failed: 1 },
      total_result: 4,
    });
  });

  test.each(["?status=sleeping", "?colour=blue", "?page=x"])("refuses %s", async (query) => {
    expect(await world.send("GET", `/tasks${query}`)).toMatchObject({ status: 400 });
  });

  test("shows a key of another index nothing", async () => {
    const caller = { name: "other", scopes: ["read"] as const, indexIds: [indexIdOf("none")] };
    const { body } = await world.send("GET", "/tasks", undefined, caller);
    expect(body).toMatchObject({ data: [], page_info: { total_results: 0 } });
    const { videoId } = aReadyVideo("ready.mp4").video;
    expect(await world.send("GET", `/tasks/${videoId}`, undefined, caller)).toMatchObject({ status: 404 });
  });

  test("tells why a task failed", async () => {
    const { body } = await world.send("GET", `/tasks/${aReadyVideo("failed.mp4").video.videoId}`);
    expect(body).toMatchObject({ status: "failed", reelbase: { reason: { code: "NOT_MEDIA" } } });
  });

  test("loses a task that failed, and keeps one that is under way and one whose video is ready", async () => {
    const remove = (videoId: VideoId) => world.send("DELETE", `/tasks/${videoId}`);
    expect(await remove(aReadyVideo("ready.mp4").video.videoId)).toMatchObject({ status: 409 });
    expect(world.removals).toEqual([]);
    expect(await remove(aReadyVideo("working.mp4").video.videoId)).toMatchObject({
      status: 409,
      body: { code: "task_cannot_be_deleted" },
    });
    expect(await remove(aReadyVideo("failed.mp4").video.videoId)).toMatchObject({ status: 204 });
    expect(world.removals).toHaveLength(1);
    const { videoId: upload } = world.fetches[0] as { videoId: VideoId };
    expect(await remove(upload)).toMatchObject({ status: 409 });
    const item = await world.table.item(taskKey(upload));
    await world.table.put({ ...item, status: "FAILED", gsi2pk: "STATUS#UPLOAD_FAILED" });
    expect(await remove(upload)).toMatchObject({ status: 204 });
    expect(await remove(upload)).toMatchObject({ status: 404 });
    expect(await names("")).toBe("working.mp4:indexing ready.mp4:ready");
  });
});

test("a task that is nowhere is not found", async () => {
  expect(await world.send("GET", `/tasks/${aVideo().videoId}`)).toMatchObject({ status: 404 });
});
