import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { TwelveLabs as Client12 } from "twelvelabs-js";
import { TwelveLabs as Client13 } from "twelvelabs-js-1";
import { memoryLog } from "../fakes.ts";
import { aLibraryWorld, anIndex, aReadyVideo, everybody, type LibraryWorld } from "./library-world.ts";

/** The published clients of both versions, unchanged, over loopback. */

let world: LibraryWorld;
let server: Server;
let endpoint: string;
const { indexId } = anIndex();
const { video, run } = aReadyVideo("a.mp4", { speech: [{ startSec: 1, endSec: 2, text: "Hello." }] });

beforeEach(async () => {
  world = await aLibraryWorld();
  await world.table.putIndex(anIndex());
  await world.table.putVideo(video, run);
  server = createServer(async (incoming, outgoing) => {
    const hasBody = ["POST", "PUT", "PATCH"].includes(incoming.method ?? "");
    const request = new Request(`http://api${incoming.url}`, {
      method: incoming.method ?? "GET",
      headers: incoming.headers as Record<string, string>,
      ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" } : {}),
    });
    const response = await world.app({ request, caller: everybody, requestId: "r", log: memoryLog() });
    const body = Buffer.from(await response.arrayBuffer());
    // The client of v1.2 does not parse what comes in chunks.
    const length = response.status === 204 ? {} : { "content-length": body.length };
    outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), ...length }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  delete process.env["TWELVELABS_BASE_URL"];
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await world.table.close();
});

describe("the client of v1.2", () => {
  const client = () => {
    process.env["TWELVELABS_BASE_URL"] = endpoint;
    return new Client12({ apiKey: "key" });
  };

  test("makes, lists, renames and removes indexes", async () => {
    const made = await client().index.create({
      name: "Ads",
      engines: [{ name: "marengo2.6", options: ["visual", "logo"] }],
      addons: ["thumbnail"],
    });
    expect(made).toMatchObject({ name: "Ads", videoCount: 0, engines: [{ name: "marengo2.6" }] });
    await client().index.update(made.id, "Adverts");
    const listed = await client().index.list({
      name: "Adverts",
      engineOptions: ["visual", "logo"],
      engineFamily: "marengo",
      createdAt: { gte: "2026-01-01T00:00:00Z", lte: "2027-01-01T00:00:00Z" },
    });
    expect(listed.map(({ id, name }) => [id, name])).toEqual([[made.id, "Adverts"]]);
    const first = await client().index.listPagination({ pageLimit: 1 });
    expect(first.pageInfo).toMatchObject({ page: 1, totalPage: 2, totalResults: 2 });
    expect(await first.next()).toHaveLength(1);
    await client().index.delete(made.id);
    expect(await client().index.list()).toHaveLength(1);
    expect(await client().engine.list()).toHaveLength(4);
    expect(await client().engine.retrieve("pegasus1.2")).toMatchObject({ id: "pegasus1.2", ready: true });
  });

  test("lists, shows, describes and removes videos", async () => {
    const [listed] = await client().index.video.list(indexId, { duration: { gte: 30 }, width: 640 });
    expect(listed).toMatchObject({ id: video.videoId, metadata: { filename: "a.mp4", duration: 40 } });
    const page = await client().index.video.listPagination(indexId, { createdAt: { gte: "2026-01-01" } });
    expect([page.data.length, await page.next()]).toEqual([1, null]);
    await client().index.video.update(indexId, video.videoId, {
      title: "Mine",
      metadata: { category: "news" },
    });
    const shown = await client().index.video.retrieve(indexId, video.videoId);
    expect(shown.metadata).toMatchObject({ video_title: "Mine", category: "news" });
    expect(await shown.transcription({})).toEqual([{ start: 1, end: 2, value: "Hello." }]);
    expect(await shown.textInVideo()).toEqual([]);
    await shown.delete();
    await expect(client().index.video.retrieve(indexId, video.videoId)).rejects.toThrow(/does not exist/);
  });

  test("makes, lists and counts tasks", async () => {
    const task = await client().task.create({
      indexId,
      url: "https://example.com/b.mp4",
      language: "en",
    });
    expect(task).toMatchObject({ status: "uploading", indexId, metadata: { filename: "b.mp4" } });
    expect((await client().task.externalProvider(indexId, "https://example.com/b.mp4")).id).toBe(task.id);
    expect((await client().task.list({ indexId, filename: "b.mp4" })).map(({ id }) => id)).toEqual([task.id]);
    const page = await client().task.listPagination({ pageLimit: 1 });
    expect(page.pageInfo).toMatchObject({ totalResults: 2 });
    expect(await client().task.status(indexId)).toMatchObject({ ready: 1, totalResult: 2 });
    await expect(client().task.delete(task.id)).rejects.toThrow(/only one that is over/);
    await expect(client().task.externalProvider(indexId, "https://youtu.be/x")).rejects.toThrow(/YouTube/);
  });
});

describe("the client of v1.3", () => {
  const client = () => {
    process.env["TWELVELABS_BASE_URL"] = `${endpoint}/v1.3`;
    return new Client13({ apiKey: "key" });
  };

  test("works with indexes", async () => {
    const { id = "" } = await client().indexes.create({
      indexName: "Ads",
      models: [{ modelName: "marengo3.0", modelOptions: ["visual", "audio"] }],
    });
    expect(await client().indexes.retrieve(id)).toMatchObject({
      indexName: "Ads",
      models: [{ modelName: "marengo3.0" }],
    });
    await client().indexes.update(id, { indexName: "Adverts" });
    const names: unknown[] = [];
    for await (const index of await client().indexes.list({ modelOptions: "visual,audio" }))
      names.push(index.indexName);
    expect(names).toEqual(["Adverts", "holiday"]);
    await client().indexes.delete(id);
  });

  test("works with videos", async () => {
    await client().indexes.videos.update(indexId, video.videoId, {
      userMetadata: { category: "news", rating: 9 },
    });
    const found: unknown[] = [];
    const query = { userMetadata: { category: "news" }, duration: 40, createdAt: "2026-01-01T00:00:00Z" };
    for await (const one of await client().indexes.videos.list(indexId, query)) found.push(one);
    expect(found).toMatchObject([{ id: video.videoId, systemMetadata: { filename: "a.mp4", size: 1000 } }]);
    const shown = await client().indexes.videos.retrieve(indexId, video.videoId, {
      embeddingOption: ["visual", "audio"],
      transcription: true,
    });
    expect(shown).toMatchObject({
      userMetadata: { category: "news", rating: 9 },
      transcription: [{ value: "Hello." }],
      embedding: { videoEmbedding: { segments: [] } },
    });
    await client().indexes.videos.delete(indexId, video.videoId);
  });

  test("works with tasks", async () => {
    const { id = "" } = await client().tasks.create({
      indexId,
      videoUrl: "https://example.com/b.mp4",
      enableVideoStream: false,
      userMetadata: '{"category":"news"}',
    });
    expect(await client().tasks.retrieve(id)).toMatchObject({ id, videoId: id, status: "uploading" });
    const found: unknown[] = [];
    for await (const task of await client().tasks.list({ status: ["ready", "failed"] })) found.push(task.id);
    expect(found).toEqual([video.videoId]);
    await expect(client().tasks.delete(video.videoId)).rejects.toThrow(/delete the video/);
    const file = new File(["film"], "film.mp4");
    expect(await client().tasks.create({ indexId, videoFile: file })).toMatchObject({
      id: expect.any(String),
    });
    expect(world.stored.size).toBe(1);
  });
});
