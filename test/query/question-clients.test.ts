import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { TwelveLabs as Client12 } from "twelvelabs-js";
import { TwelveLabs as Client13 } from "twelvelabs-js-1";
import { STREAM_TYPE } from "../../lambda/contracts/api/generate.ts";
import { embeddingModel } from "../../lambda/models.ts";
import { queryApp } from "../../lambda/query/app.ts";
import { embedRoutes } from "../../lambda/query/embed.ts";
import { generateRoutes } from "../../lambda/query/generate.ts";
import { gistRoutes } from "../../lambda/query/gist.ts";
import type { ImageSource } from "../../lambda/query/ports.ts";
import { summarizeRoutes } from "../../lambda/query/summarize.ts";
import { memoryLog, only } from "../fakes.ts";
import { CALLER, model, READY, somePorts } from "./questions.ts";

/** The published clients of both versions, unchanged, over loopback. */

const SAID = "Zwei Leute gehen am Meer entlang – schön 🌊.";
const videoId = READY.videoId;

let server: Server;
let asked: unknown[];

beforeEach(async () => {
  const { service, bodies } = model(SAID);
  asked = bodies;
  const ports = somePorts({ analysis: service });
  const embed = embedRoutes({
    embedder: { text: async () => Float32Array.of(1, 0), image: async () => Float32Array.of(0, 1) },
    images: only<ImageSource>("images", {}),
    model: embeddingModel("marengo-3.0"),
  });
  const app = queryApp([gistRoutes(ports), summarizeRoutes(ports), generateRoutes(ports), embed]);
  server = createServer(async (incoming, outgoing) => {
    const request = new Request(`http://api${incoming.url}`, {
      method: incoming.method ?? "GET",
      headers: incoming.headers as Record<string, string>,
      body: Readable.toWeb(incoming) as ReadableStream,
      duplex: "half",
    });
    const response = await app({ request, caller: CALLER, requestId: "r", log: memoryLog() });
    const headers = Object.fromEntries(response.headers);
    if (headers["content-type"] === STREAM_TYPE && response.body) {
      outgoing.writeHead(response.status, headers);
      // Byte by byte: no client may depend on where the network cuts.
      await pipeline(Readable.fromWeb(response.body as never), singleBytes, outgoing);
      return;
    }
    const body = Buffer.from(await response.arrayBuffer());
    // The client of v1.2 does not parse what comes in chunks.
    outgoing.writeHead(response.status, { ...headers, "content-length": body.length }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env["TWELVELABS_BASE_URL"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  delete process.env["TWELVELABS_BASE_URL"];
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function* singleBytes(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at++) yield chunk.subarray(at, at + 1);
}

describe("the client of v1.2", () => {
  const client = () => new Client12({ apiKey: "key" });

  test("gets a gist, a summary and chapters", async () => {
    expect(await client().generate.gist(videoId, ["title", "topic", "hashtag"])).toMatchObject({
      title: "A beach",
      topics: ["Sea"],
      hashtags: ["sand", "waves"],
    });
    expect((await client().generate.summarize(videoId, "summary")).summary).toBe(READY.summary);
    const { chapters } = await client().generate.summarize(videoId, "chapter");
    expect(chapters?.[1]).toMatchObject({ chapterNumber: 1, start: 13, end: 40, chapterTitle: "Walking" });
  });

  test("asks, and reads the same answer as a stream", async () => {
    const { data, id } = await client().generate.text(videoId, "What is seen?");
    const stream = await client().generate.textStream({ videoId, prompt: "What is seen?" });
    const texts: string[] = [];
    for await (const text of stream) texts.push(text);
    expect(data).toBe(SAID);
    expect(texts.join("")).toBe(SAID);
    expect(stream.id).toBe(id);
    expect(asked).toHaveLength(1);
  });

  test("embeds a text", async () => {
    const { engineName, textEmbedding } = await client().embed.create({
      engineName: "Marengo-retrieval-2.6",
      text: "sea",
      textTruncate: "start",
    });
    expect(engineName).toBe("marengo3.0");
    expect(textEmbedding.float).toEqual([1, 0]);
  });

  test("is told what is wrong", async () => {
    await expect(client().generate.text(videoId, "")).rejects.toMatchObject({
      message: "The prompt parameter is invalid: it is empty.",
    });
  });
});

describe("the client of v1.3", () => {
  const client = () => {
    process.env["TWELVELABS_BASE_URL"] = `${process.env["TWELVELABS_BASE_URL"]}/v1.3`;
    return new Client13({ apiKey: "key" });
  };

  test("gets a gist and highlights", async () => {
    const open = client();
    expect(await open.gist({ videoId, types: ["title"] })).toMatchObject({ title: "A beach" });
    expect(await open.summarize({ videoId, type: "highlight" })).toMatchObject({
      summarizeType: "highlight",
      highlights: [{ startSec: 20, endSec: 24, highlight: "A wave", highlightSummary: "It is high." }],
    });
  });

  test("analyzes, and reads the same answer as a stream", async () => {
    const open = client();
    const stream = await open.analyzeStream({ videoId, prompt: "What is seen?", temperature: 0.2 });
    const texts: string[] = [];
    const kinds = new Set<string>();
    for await (const event of stream) {
      kinds.add(event.eventType);
      if (event.eventType === "text_generation") texts.push(event.text ?? "");
    }
    const { data, finishReason } = await open.analyze({ videoId, prompt: "What is seen?", temperature: 0.2 });
    expect(texts.join("")).toBe(SAID);
    expect([...kinds]).toEqual(["stream_start", "text_generation", "stream_end"]);
    expect({ data, finishReason }).toEqual({ data: SAID, finishReason: "stop" });
    expect(asked).toHaveLength(1);
  });

  test("embeds a text, in both forms", async () => {
    const open = client();
    const { textEmbedding } = await open.embed.create({ modelName: "marengo3.0", text: "sea" });
    expect(textEmbedding?.segments?.[0]?.float).toEqual([1, 0]);
    const { data } = await open.embed.v2.create({
      inputType: "text",
      modelName: "marengo3.0",
      text: { inputText: "sea" },
    });
    expect(data[0]?.embedding).toEqual([1, 0]);
  });
});
