import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { TwelveLabs } from "twelvelabs-js";
import { aLibrary, ask, INDEX_ID, idOf } from "./library.ts";

const { ports } = aLibrary(
  Array.from({ length: 7 }, (_, at) => ({ name: `video-${at}`, colours: at % 2 === 0 ? ["red"] : ["blue"] })),
);
const server = createServer(async (request, response) => {
  const body = request.method === "POST" ? await json(request) : undefined;
  const answer = await ask(ports, request.url?.replace("/v1.2", "") ?? "", { body });
  const text = JSON.stringify(answer.body);
  // The client does not parse what comes in chunks.
  const length = Buffer.byteLength(text);
  response.writeHead(answer.status, { "content-type": "application/json", "content-length": length });
  response.end(text);
});
let client: TwelveLabs;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env["TWELVELABS_BASE_URL"] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  client = new TwelveLabs({ apiKey: "key" });
});
afterAll(async () => {
  delete process.env["TWELVELABS_BASE_URL"];
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const classes = [{ name: "red", prompts: ["red"] }];

test("the published client of v1.2 classifies an index, and follows its pages", async () => {
  const result = await client.classify.index({
    ...{ indexId: INDEX_ID, options: ["visual"], classes, pageLimit: 3 },
    ...{ includeClips: true, showDetailedScore: true, threshold: { minVideoScore: 80 } },
  });
  expect(result.pageInfo).toMatchObject({ limitPerPage: 3, totalResults: 4 });
  expect(result.data[0]?.classes[0]).toMatchObject({
    name: "red",
    durationRatio: 1,
    clips: [{ start: 0, end: 10, option: "visual", prompt: "red" }],
    detailedScores: { maxScore: 100, avgScore: 100, normalizedScore: 100 },
  });
  expect(await result.next()).toHaveLength(1);
  expect(await result.next()).toBeNull();
});

test("the published client of v1.2 classifies videos", async () => {
  const videoIds = [idOf("video-0"), idOf("video-1")];
  const { data } = await client.classify.videos({ videoIds, options: ["visual"], classes });
  expect(data.map(({ videoId }) => videoId)).toEqual([idOf("video-0")]);
});
