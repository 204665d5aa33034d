import { readFile } from "node:fs/promises";
import { TwelveLabs } from "twelvelabs-js-1";
import { type SampleHost, sample, sampleHost } from "./sample-host.ts";

/**
 * The client that is published for v1.3, as it comes from the registry. What it cannot do here: `assets`,
 * `multipartUpload`, `entityCollections` and `indexes.indexedAssets` (newer than the operations that are mounted), and
 * `tasks.transfers`.
 */

const MINUTE = 60_000;
const MODELS = [
  { modelName: "marengo2.7", modelOptions: ["visual", "audio"] },
  { modelName: "pegasus1.2", modelOptions: ["visual", "audio"] },
];

let library: SampleHost;
let client: TwelveLabs;
let indexId: string;
let videoId: string;

beforeAll(async () => {
  library = await sampleHost();
  process.env["TWELVELABS_BASE_URL"] = `${library.cloud.host.endpoint}/v1.3`;
  client = new TwelveLabs({ apiKey: library.apiKey });
  indexId = String(
    (await client.indexes.create({ indexName: "Clips", models: MODELS, addons: ["thumbnail"] })).id,
  );
  const task = await client.tasks.create({
    indexId,
    videoFile: await file("three-colours.mp4"),
    userMetadata: JSON.stringify({ scene: 3 }),
  });
  const done = await client.tasks.waitForDone(String(task.id), { sleepInterval: 0.1 });
  expect(done.status).toBe("ready");
  videoId = String(done.videoId);
}, 2 * MINUTE);
afterAll(async () => {
  delete process.env["TWELVELABS_BASE_URL"];
  await library.close();
});

const file = async (name: string) => new File([await readFile(sample(name))], name);

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

test("an index that was created is listed, shown and renamed", async () => {
  const created = await client.indexes.create({ indexName: "Renamed", models: MODELS });
  const id = String(created.id);
  await client.indexes.update(id, { indexName: "Renamed again" });
  expect(await client.indexes.retrieve(id)).toMatchObject({
    indexName: "Renamed again",
    models: MODELS,
    videoCount: 0,
  });
  const listed = await all(await client.indexes.list({ pageLimit: 1, sortOption: "asc" }));
  expect(listed.map(({ indexName }) => indexName)).toEqual(["Clips", "Renamed again"]);
  await client.indexes.delete(id);
  expect(await all(await client.indexes.list())).toHaveLength(1);
});

test("a task is shown and listed", async () => {
  const [task] = await all(await client.tasks.list({ indexId }));
  expect(task).toMatchObject({
    indexId,
    status: "ready",
    systemMetadata: { filename: "three-colours.mp4", duration: expect.closeTo(18, 1) },
  });
  expect(await client.tasks.retrieve(String(task?.id))).toMatchObject({ videoId, status: "ready" });
});

test("a video is listed, shown with its embeddings and described", async () => {
  const [listed] = await all(await client.indexes.videos.list(indexId));
  expect(listed).toMatchObject({
    id: videoId,
    systemMetadata: { duration: expect.closeTo(18, 1), width: 640, height: 360 },
  });
  await client.indexes.videos.update(indexId, videoId, { userMetadata: { scene: 4, made: true } });
  const shown = await client.indexes.videos.retrieve(indexId, videoId, { embeddingOption: ["visual"] });
  expect(shown.userMetadata).toMatchObject({ scene: 4, made: true });
  expect(shown.embedding?.videoEmbedding?.segments?.[0]?.float).toHaveLength(512);
});

test("a search finds the moment, and its pages end and hold each hit once", async () => {
  const found = await client.search.query({
    indexId,
    queryText: "blue",
    searchOptions: ["visual"],
    pageLimit: 1,
  });
  const hits: { videoId?: string; start?: number }[] = [];
  for await (const hit of found) hits.push(hit);
  expect(hits[0]).toMatchObject({ videoId, rank: 1 });
  expect(hits[0]?.start).toBeGreaterThanOrEqual(5);
  expect(new Set(hits.map((hit) => JSON.stringify(hit))).size).toBe(hits.length);
});

test("hits are grouped and filtered", async () => {
  const page = await client.search.create({
    indexId,
    queryText: "red",
    searchOptions: ["visual", "audio"],
    groupBy: "video",
    filter: JSON.stringify({ scene: { gte: 3 } }),
    includeUserMetadata: true,
  });
  expect(page.data).toMatchObject([{ id: videoId, clips: expect.any(Array) }]);
});

test("texts about a video are made", async () => {
  expect(await client.gist({ videoId, types: ["title", "topic", "hashtag"] })).toMatchObject({
    title: expect.any(String),
    topics: expect.any(Array),
    hashtags: expect.any(Array),
    usage: expect.anything(),
  });
  expect(await client.summarize({ videoId, type: "summary" })).toMatchObject({
    summarizeType: "summary",
    summary: expect.any(String),
  });
  const chapters = await client.summarize({ videoId, type: "chapter" });
  expect(chapters).toMatchObject({ summarizeType: "chapter", chapters: [{ startSec: 0 }, {}, {}] });
  expect(await client.summarize({ videoId, type: "highlight", prompt: "Only the colours." })).toMatchObject({
    summarizeType: "highlight",
    highlights: expect.any(Array),
  });
});

test("an open question is answered at once and piece by piece", async () => {
  const prompt = "Which colours are there?";
  const asked = await client.analyze({ videoId, prompt, temperature: 0.2 });
  expect(asked).toMatchObject({ finishReason: "stop", data: expect.stringMatching(/blue/i) });
  const pieces: string[] = [];
  const kinds: string[] = [];
  for await (const event of await client.analyzeStream({ videoId, prompt: "What is heard?" })) {
    kinds.push(event.eventType);
    if (event.eventType === "text_generation") pieces.push(event.text ?? "");
  }
  expect(kinds.at(0)).toBe("stream_start");
  expect(kinds.at(-1)).toBe("stream_end");
  expect((await client.analyze({ videoId, prompt: "What is heard?" })).data).toBe(pieces.join(""));
});

test("an answer follows the schema that was asked for", async () => {
  const answer = await client.analyze({
    videoId,
    prompt: "Name the colours.",
    responseFormat: {
      type: "json_schema",
      jsonSchema: {
        type: "object",
        properties: { colours: { type: "array", items: { type: "string" } } },
        required: ["colours"],
      },
    },
  });
  expect(JSON.parse(String(answer.data))).toEqual({ colours: expect.arrayContaining(["blue"]) });
});

test("texts are embedded", async () => {
  const { textEmbedding } = await client.embed.create({ modelName: "Marengo-retrieval-2.7", text: "blue" });
  expect(textEmbedding?.segments?.[0]?.float).toHaveLength(512);
});

test(
  "videos are embedded by a task",
  async () => {
    const task = await client.embed.tasks.create({
      modelName: "Marengo-retrieval-2.7",
      videoFile: await file("silent-portrait.mp4"),
      videoClipLength: 5,
      videoEmbeddingScope: ["clip", "video"],
    });
    const id = String(task.id);
    expect((await client.embed.tasks.waitForDone(id, { sleepInterval: 0.1 })).status).toBe("ready");
    const done = await client.embed.tasks.retrieve(id, { embeddingOption: ["visual"] });
    const scopes = new Set(done.videoEmbedding?.segments?.map(({ embeddingScope }) => embeddingScope));
    expect(scopes).toEqual(new Set(["clip", "video"]));
    expect((await all(await client.embed.tasks.list())).map((each) => each.id)).toContain(id);
  },
  MINUTE,
);

test("errors arrive as the client's own, with the reason", async () => {
  await expect(client.indexes.retrieve("0".repeat(24))).rejects.toMatchObject({ statusCode: 404 });
  await expect(client.search.query({ indexId, searchOptions: ["visual"] })).rejects.toMatchObject({
    statusCode: 400,
  });
});

test(
  "a video that is deleted is gone",
  async () => {
    const id = String((await client.indexes.create({ indexName: "For a while", models: MODELS })).id);
    const task = await client.tasks.create({
      indexId: id,
      videoFile: await file("silent-portrait.mp4"),
    });
    const { videoId: gone } = await client.tasks.waitForDone(String(task.id), { sleepInterval: 0.1 });
    await client.indexes.videos.delete(id, String(gone));
    expect(await all(await client.indexes.videos.list(id))).toEqual([]);
  },
  MINUTE,
);
