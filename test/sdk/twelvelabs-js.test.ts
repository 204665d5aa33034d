import { TwelveLabs } from "twelvelabs-js";
import { type SampleHost, sample, sampleHost } from "./sample-host.ts";

/**
 * The client that is published for v1.2, as it comes from the registry. It cannot do two things here: `video.thumbnail`
 * (no thumbnails are made) and `task.transfer` (there is no other account to transfer from); its `externalProvider` is
 * for pages of video sites, which are refused.
 */

const MINUTE = 60_000;
const ENGINES = [
  { name: "marengo2.6", options: ["visual", "conversation", "text_in_video", "logo"] },
  { name: "pegasus1.1", options: ["visual", "conversation"] },
] as const;
const engines = () => ENGINES.map(({ name, options }) => ({ name, options: [...options] }));

let library: SampleHost;
let client: TwelveLabs;
let indexId: string;
let videoId: string;

beforeAll(async () => {
  library = await sampleHost();
  process.env["TWELVELABS_BASE_URL"] = library.cloud.host.endpoint;
  client = new TwelveLabs({ apiKey: library.apiKey });
  indexId = (await client.index.create({ name: "Clips", engines: engines(), addons: ["thumbnail"] })).id;
  const task = await client.task.create({ indexId, file: sample("three-colours.mp4") });
  const seen: string[] = [];
  await task.waitForDone(100, ({ status }) => seen.push(status));
  expect(seen.at(-1)).toBe("ready");
  videoId = String(task.videoId);
  const [other] = await client.task.createBulk(indexId, { files: [sample("moving-square.webm")] });
  await other?.waitForDone(100);
}, 2 * MINUTE);
afterAll(async () => {
  delete process.env["TWELVELABS_BASE_URL"];
  await library.close();
});

test("an index that was created is listed, shown and renamed", async () => {
  const created = await client.index.create({ name: "Renamed", engines: engines() });
  expect(created).toMatchObject({ name: "Renamed", videoCount: 0, totalDuration: 0, engines: ENGINES });
  await client.index.update(created.id, "Renamed again");
  expect((await client.index.retrieve(created.id)).name).toBe("Renamed again");
  const names = (await client.index.list({ sortOption: "asc" })).map(({ name }) => name);
  expect(names).toEqual(["Clips", "Renamed again"]);
  expect((await client.index.list({ name: "Clips" })).map(({ id }) => id)).toEqual([indexId]);
  await client.index.delete(created.id);
  expect((await client.index.list()).map(({ name }) => name)).toEqual(["Clips"]);
});

test("indexes come page by page", async () => {
  const other = await client.index.create({ name: "Another", engines: engines() });
  const first = await client.index.listPagination({ pageLimit: 1, sortOption: "asc" });
  expect(first.data.map(({ name }) => name)).toEqual(["Clips"]);
  expect(first.pageInfo).toMatchObject({ page: 1, limitPerPage: 1, totalPage: 2, totalResults: 2 });
  expect((await first.next())?.map(({ name }) => name)).toEqual(["Another"]);
  expect(await first.next()).toBeNull();
  await client.index.delete(other.id);
});

test("a task that is over is shown, listed and counted", async () => {
  const tasks = await client.task.list({ indexId, sortOption: "asc" });
  expect(tasks).toHaveLength(2);
  const [task] = tasks;
  expect(task).toMatchObject({
    indexId,
    status: "ready",
    metadata: { filename: "three-colours.mp4", duration: expect.closeTo(18, 1) },
  });
  expect((await client.task.retrieve(String(task?.id))).videoId).toBe(videoId);
  expect(await client.task.status(indexId)).toMatchObject({ indexId, ready: 2, failed: 0 });
});

test("a video is listed, shown and described", async () => {
  const [listed] = await client.index.video.list(indexId, { sortOption: "asc" });
  expect(listed).toMatchObject({
    id: videoId,
    metadata: {
      filename: "three-colours.mp4",
      duration: expect.closeTo(18, 1),
      width: 640,
      height: 360,
      fps: expect.any(Number),
    },
  });
  await client.index.video.update(indexId, videoId, {
    title: "Three colours",
    metadata: { scene: 3, made: true },
  });
  const shown = await client.index.video.retrieve(indexId, videoId);
  expect(shown.metadata).toMatchObject({ video_title: "Three colours", scene: 3, made: true });
  expect(await client.index.video.list(indexId, { duration: { gte: 20 } })).toEqual([]);
  expect(await client.index.video.transcription(indexId, videoId)).toEqual([]);
  expect(await client.index.video.textInVideo(indexId, videoId)).toEqual([]);
  expect(await client.index.video.logo(indexId, videoId)).toEqual([]);
});

test("a search finds the moment, with the old word for the query as with the new one", async () => {
  const found = await client.search.query({ indexId, queryText: "blue", options: ["visual"] });
  const [best] = found.data as { videoId: string; start: number; end: number; confidence: string }[];
  expect(best?.videoId).toBe(videoId);
  expect(best?.start).toBeGreaterThanOrEqual(5);
  expect(best?.end).toBeLessThanOrEqual(13);
  expect(found.pool).toMatchObject({ indexId, totalCount: 2, totalDuration: expect.closeTo(30, 0) });
  const { warn } = console;
  const warnings: unknown[] = [];
  console.warn = (text) => warnings.push(text);
  const old = await client.search.query({ indexId, query: "blue", options: ["visual"] });
  console.warn = warn;
  expect(warnings).toHaveLength(1);
  expect(old.data).toEqual(found.data);
});

test("the pages of a search end and hold each hit once", async () => {
  const result = await client.search.query({ indexId, queryText: "blue", options: ["visual"], pageLimit: 1 });
  const all = [...(result.data as unknown[])];
  for (let page = await result.next(); page !== null; page = await result.next()) all.push(...page);
  expect(all.length).toBeGreaterThan(1);
  expect(all).toHaveLength(result.pageInfo.totalResults ?? 0);
  expect(new Set(all.map((hit) => JSON.stringify(hit))).size).toBe(all.length);
});

test("a page is found by its token, and hits can be grouped", async () => {
  const first = await client.search.query({ indexId, queryText: "blue", options: ["visual"], pageLimit: 1 });
  const second = await client.search.byPageToken(String(first.pageInfo.nextPageToken));
  expect(second.data).toHaveLength(1);
  const grouped = await client.search.query({
    indexId,
    queryText: "red",
    options: ["visual", "conversation"],
    operator: "or",
    groupBy: "video",
    filter: { duration: { lte: 20 } },
  });
  expect(grouped.data).toMatchObject([{ id: videoId, clips: expect.any(Array) }]);
});

test("videos and whole indexes are classified", async () => {
  const question = {
    options: ["visual" as const],
    classes: ["red", "blue"].map((name) => ({ name, prompts: [name] })),
    includeClips: true,
    showDetailedScore: true,
  };
  const ofIndex = await client.classify.index({ indexId, ...question });
  expect(ofIndex.data.filter((video) => video.videoId === videoId)).toMatchObject([
    {
      videoId,
      classes: [{ clips: expect.any(Array), detailedScores: { maxScore: expect.any(Number) } }, {}],
    },
  ]);
  const ofVideos = await client.classify.videos({ videoIds: [videoId], ...question });
  expect(ofIndex.data).toEqual(expect.arrayContaining(ofVideos.data));
  expect(await ofVideos.next()).toBeNull();
});

test("texts about a video are made", async () => {
  const gist = await client.generate.gist(videoId, ["title", "topic", "hashtag"]);
  expect(gist).toMatchObject({
    title: expect.any(String),
    topics: expect.any(Array),
    hashtags: expect.any(Array),
  });
  expect(await client.generate.gist(videoId, ["title"])).not.toHaveProperty("topics");
  expect((await client.generate.summarize(videoId, "summary")).summary).toEqual(expect.any(String));
  expect((await client.generate.summarize(videoId, "chapter")).chapters).toHaveLength(3);
  const { highlights } = await client.generate.summarize(videoId, "highlight", "Only the colours.", 0.3);
  expect(highlights).toEqual(
    expect.arrayContaining([expect.objectContaining({ start: expect.any(Number) })]),
  );
});

test("an open question is answered at once and piece by piece", async () => {
  const asked = await client.generate.text(videoId, "Which colours are there?", 0.2);
  expect(asked).toMatchObject({ id: expect.any(String), data: expect.stringMatching(/blue/i) });
  const stream = await client.generate.textStream({ videoId, prompt: "What is heard?", temperature: 0.2 });
  const pieces: string[] = [];
  for await (const piece of stream) pieces.push(String(piece));
  expect(stream.id).not.toBe("");
  expect(pieces.join("")).toBe(stream.aggregatedText);
  expect((await client.generate.text(videoId, "What is heard?", 0.2)).data).toBe(stream.aggregatedText);
});

test(
  "texts and videos are embedded in one space",
  async () => {
    const { textEmbedding } = await client.embed.create({
      engineName: "Marengo-retrieval-2.6",
      text: "blue",
    });
    expect(textEmbedding.float).toHaveLength(512);
    const task = await client.embed.task.create("Marengo-retrieval-2.6", {
      file: sample("silent-portrait.mp4"),
      clipLength: 5,
    });
    expect(await task?.waitForDone(100)).toBe("ready");
    const done = await client.embed.task.retrieve(String(task?.id));
    expect(done.videoEmbeddings?.[0]).toMatchObject({ startOffsetSec: 0, embeddingScope: "clip" });
    expect(done.videoEmbeddings?.[0]?.embedding.float).toHaveLength(512);
  },
  MINUTE,
);

test("the engines are listed", async () => {
  expect((await client.engine.list()).map(({ id }) => id)).toEqual(
    expect.arrayContaining([expect.any(String)]),
  );
});

test("errors arrive as the client's own, with the reason", async () => {
  const missing = "0".repeat(24);
  await expect(client.index.retrieve(missing)).rejects.toMatchObject({ name: "NotFoundError" });
  await expect(
    client.task.externalProvider(indexId, "https://www.youtube.com/watch?v=abcdefghijk"),
  ).rejects.toMatchObject({ message: expect.stringMatching(/terms/) });
  const stranger = new TwelveLabs({ apiKey: "rb_nobody" });
  await expect(stranger.index.list()).rejects.toMatchObject({ name: "UnauthorizedError" });
});

test(
  "a video that is deleted is gone everywhere",
  async () => {
    const { id } = await client.index.create({ name: "For a while", engines: engines() });
    const task = await client.task.create({ indexId: id, file: sample("silent-portrait.mp4") });
    await task.waitForDone(100);
    await client.index.video.delete(id, String(task.videoId));
    expect(await client.index.video.list(id)).toEqual([]);
    const found = await client.search.query({ indexId: id, queryText: "purple", options: ["visual"] });
    expect(found.data).toEqual([]);
    await client.index.delete(id);
  },
  MINUTE,
);
