import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { jest } from "@jest/globals";
import { TwelveLabs as Client12 } from "twelvelabs-js";
import { TwelveLabs as Client13 } from "twelvelabs-js-1";
import { indexIdOf } from "../../lambda/keys.ts";
import { aWorld, idOf, vectorAt, type World } from "./search-world.ts";

/** The published clients of both versions, unchanged, over loopback. */

const HOLIDAY = indexIdOf("holiday");
const blue = (name: string, cosine: number) => ({
  name,
  change: { metadata: { name } },
  segments: [{ option: "visual", startSec: 0, endSec: 10, vector: vectorAt(0, cosine) }],
});

let world: World;
let server: Server;
let endpoint: string;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "reelbase-search-"));
  await writeFile(join(dir, "blue.png"), "image bytes");
  world = aWorld([blue("a.mp4", 0.9), blue("b.mp4", 0.8), blue("c.mp4", 0.7)], {
    blue: vectorAt(0),
    "image bytes": vectorAt(0),
  });
  server = createServer(async (incoming, outgoing) => {
    const hasBody = incoming.method === "POST";
    const request = new Request(`http://api${incoming.url}`, {
      method: incoming.method ?? "GET",
      headers: incoming.headers as Record<string, string>,
      ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" } : {}),
    });
    const response = await world.send(request);
    const body = Buffer.from(await response.arrayBuffer());
    // The client of v1.2 does not parse what comes in chunks.
    const headers = { ...Object.fromEntries(response.headers), "content-length": body.length };
    outgoing.writeHead(response.status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  delete process.env["TWELVELABS_BASE_URL"];
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(dir, { recursive: true });
});

describe("the client of v1.2", () => {
  const client = () => {
    process.env["TWELVELABS_BASE_URL"] = endpoint;
    return new Client12({ apiKey: "key" });
  };

  it("searches by text and walks the pages", async () => {
    const found = await client().search.query({
      indexId: HOLIDAY,
      queryText: "blue",
      options: ["visual"],
      threshold: "medium",
      pageLimit: 2,
      filter: { duration: { gte: 1 } },
    });
    expect(found.pool).toEqual({ indexId: HOLIDAY, totalCount: 3, totalDuration: 180 });
    expect(found.data).toMatchObject([{ videoId: idOf("a.mp4"), start: 0, end: 10, confidence: "high" }, {}]);
    expect(await found.next()).toMatchObject([{ videoId: idOf("c.mp4") }]);
    expect(await found.next()).toBeNull();
  });

  it("combines texts in one query", async () => {
    const query = { $and: [{ text: "blue" }, { text: "blue", search_options: ["visual"] }], proximity: 5 };
    const warn = jest.spyOn(console, "warn").mockImplementation(() => {});
    const found = await client().search.query({ indexId: HOLIDAY, query, options: ["visual"] });
    warn.mockRestore();
    expect(found.data).toMatchObject([{ videoId: idOf("a.mp4") }, {}, {}]);
  });

  it("searches by image, and by video", async () => {
    const found = await client().search.query({
      indexId: HOLIDAY,
      queryMediaType: "image",
      queryMediaFile: join(dir, "blue.png"),
      options: ["visual"],
      groupBy: "video",
      sortOption: "clip_count",
    });
    expect(found.data[0]).toMatchObject({ id: idOf("a.mp4"), clips: [{ score: 98.25 }] });
  });
});

describe("the client of v1.3", () => {
  const client = () => {
    process.env["TWELVELABS_BASE_URL"] = `${endpoint}/v1.3`;
    return new Client13({ apiKey: "key" });
  };

  it("searches by text and walks the pages", async () => {
    const found = await client().search.create({
      indexId: HOLIDAY,
      queryText: "blue",
      searchOptions: ["visual", "transcription"],
      transcriptionOptions: ["lexical"],
      pageLimit: 2,
      includeUserMetadata: true,
    });
    expect(found.searchPool).toMatchObject({ indexId: HOLIDAY, totalCount: 3 });
    expect(found.data?.[0]).toMatchObject({
      videoId: idOf("a.mp4"),
      rank: 1,
      userMetadata: { name: "a.mp4" },
    });
    const next = await client().search.retrieve(String(found.pageInfo?.nextPageToken), {
      includeUserMetadata: true,
    });
    expect(next.data).toMatchObject([{ videoId: idOf("c.mp4"), userMetadata: { name: "c.mp4" } }]);
    expect(next.pageInfo).toMatchObject({ prevPageToken: expect.any(String), totalResults: 3 });
  });

  it("searches by image and text", async () => {
    const found = await client().search.create({
      indexId: HOLIDAY,
      queryText: "blue",
      queryMediaType: "image",
      queryMediaFile: new Blob(["image bytes"]),
      searchOptions: ["visual"],
      groupBy: "video",
    });
    expect(found.data?.[0]).toMatchObject({ id: idOf("a.mp4"), clips: [{ score: 98.25, rank: 1 }] });
  });
});
