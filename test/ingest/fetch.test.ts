import { FetchedTooMuch } from "../../lambda/adapters/safe-fetch.ts";
import { ApiError } from "../../lambda/contracts/api/error.ts";
import type { FetchRequest } from "../../lambda/contracts/fetch-request.ts";
import type { Reason } from "../../lambda/contracts/reason.ts";
import { TemporaryError } from "../../lambda/domain/errors.ts";
import { fetchFiles } from "../../lambda/ingest/fetch.ts";
import type { FetchPorts, StreamUpload } from "../../lambda/ingest/fetch-ports.ts";
import { aVideo } from "../factories.ts";
import { failedIds, manualClock, memoryLog, only, sqsEvent } from "../fakes.ts";

const { videoId, indexId } = aVideo();
const request: FetchRequest = {
  ...{ kind: "video", videoId, indexId, key: "videos/holiday/0123456789ab/film.mp4" },
  url: "https://example.com/film.mp4?token=secret",
  metadata: { category: "news", rating: 9 },
  again: false,
};

class MemoryUpload implements StreamUpload {
  readonly files = new Map<string, { text: string; head: unknown }>();
  async exists(key: string) {
    return this.files.has(key);
  }
  async store(key: string, body: AsyncIterable<Uint8Array>, head: unknown) {
    let text = "";
    for await (const piece of body) text += new TextDecoder().decode(piece);
    this.files.set(key, { text, head });
  }
}

async function* bodyOf(text: string) {
  yield new TextEncoder().encode(text);
}

/** Answers the fetches in this order; an error is thrown. */
function world(...answers: (string | Error)[]) {
  const videos = new MemoryUpload();
  const media = new MemoryUpload();
  const failed: Reason[] = [];
  const started: string[] = [];
  const notStarted: string[] = [];
  const limits: unknown[] = [];
  const log = memoryLog();
  let attempts = 0;
  const ports: FetchPorts = {
    fetch: async (_, limit) => {
      limits.push(limit);
      const answer = answers.shift();
      if (answer === undefined) throw new Error("the test planned no further fetch");
      if (answer instanceof Error) throw answer;
      return { body: bodyOf(answer), contentType: "video/mp4", sizeBytes: undefined };
    },
    videos,
    tasks: { begun: async () => ++attempts, failed: async (_, reason) => void failed.push(reason) },
    embed: {
      uploads: media,
      keyOf: (taskId) => `embed-tasks/${taskId}/media`,
      start: async (taskId) => void started.push(taskId),
      fail: async (taskId, sentence) => void notStarted.push(`${taskId}: ${sentence}`),
    },
    clock: manualClock(),
    log,
    maxBytes: 1000,
  };
  const handle = async (body: unknown = request, change: Partial<FetchPorts> = {}) =>
    failedIds(await fetchFiles({ ...ports, ...change })(sqsEvent([body])));
  return { handle, ports, videos, media, failed, started, notStarted, limits, log };
}

const busy = () => new TemporaryError("FETCH_FAILED", "The server broke off.");

test("stores the file under the key of its task, with its type and metadata", async () => {
  const { handle, videos, limits, log } = world("film");
  expect(await handle()).toEqual([]);
  expect(videos.files.get("videos/holiday/0123456789ab/film.mp4")).toEqual({
    text: "film",
    head: { contentType: "video/mp4", metadata: { category: "news", rating: "9" } },
  });
  expect(limits).toEqual([{ maxBytes: 1000, totalMs: 840_000 }]);
  expect(JSON.stringify(log.lines)).not.toMatch(/example|secret|film\.mp4/);
});

test("a message that comes again does nothing when the file is there, unless it is wanted again", async () => {
  const { handle, videos } = world("film", "film again");
  await handle();
  expect(await handle()).toEqual([]);
  await handle({ ...request, again: true });
  expect([...videos.files.values()].map(({ text }) => text)).toEqual(["film again"]);
});

test("a line that breaks is tried again at once, three times in all", async () => {
  const second = world(busy(), "film");
  expect(await second.handle()).toEqual([]);
  expect([second.videos.files.size, second.failed]).toEqual([1, []]);

  const never = world(busy(), busy(), busy());
  expect(await never.handle()).toEqual([]);
  expect(never.failed).toMatchObject(
    [{ code: "FETCH_FAILED", retryable: true, message: /3 tries/ }].map((each) => ({
      ...each,
      message: expect.stringMatching(each.message),
    })),
  );
});

test.each([
  [new ApiError("url_not_allowed", "This is the address of a page, not of a media file."), "FETCH_FAILED"],
  [new FetchedTooMuch(1000), "TOO_LARGE"],
])("an address that gives no file ends its task with the reason (%#)", async (error, code) => {
  const { handle, failed } = world(error);
  expect(await handle()).toEqual([]);
  expect(failed).toMatchObject([{ code, message: error.message, step: "probe" }]);
});

test("nothing is fetched for a task that was removed", async () => {
  const { handle, videos } = world();
  const tasks = only<FetchPorts["tasks"]>("tasks", { begun: async () => undefined });
  expect(await handle(request, { tasks })).toEqual([]);
  expect(videos.files.size).toBe(0);
});

test("what is not expected comes again with its message", async () => {
  expect(await world(new Error("a fault")).handle()).toEqual(["message-1"]);
  expect(await world().handle({ kind: "video" })).toEqual(["message-1"]);
  expect(await world().handle({ ...request, extra: 1 })).toEqual(["message-1"]);
});

test("media of an embedding task go to the work bucket, and start its invocation", async () => {
  const embed = { kind: "embed", taskId: "t1", url: request.url };
  const { handle, media, videos, started } = world("sound");
  expect(await handle(embed)).toEqual([]);
  expect(await handle(embed)).toEqual([]);
  expect([[...media.files.keys()], videos.files.size, started]).toEqual([
    ["embed-tasks/t1/media"],
    0,
    ["t1", "t1"],
  ]);

  const refused = world(new ApiError("url_not_allowed", "The address is not one of the public internet."));
  expect(await refused.handle(embed)).toEqual([]);
  expect([refused.started, refused.notStarted]).toEqual([
    [],
    ["t1: The address is not one of the public internet."],
  ]);
});
