import { dynamoDbLibrary } from "../../lambda/adapters/query/library.ts";
import { dynamoDbLibraryChanges } from "../../lambda/adapters/query/library-changes.ts";
import { dynamoDbRemovalCatalog } from "../../lambda/adapters/removal-catalog.ts";
import { remove } from "../../lambda/catalog/remove.ts";
import type { RemovePorts } from "../../lambda/catalog/remove-ports.ts";
import type { RunItem, VideoItem } from "../../lambda/contracts/items.ts";
import type { RemovalRequest } from "../../lambda/contracts/removal-request.ts";
import { indexedWords } from "../../lambda/domain/analysis-words.ts";
import { normalise } from "../../lambda/domain/embedding.ts";
import { indexKey, objectKey, questionKey, runKey, taskKey, videoKey } from "../../lambda/keys.ts";
import { aLibraryTable, type LibraryTable } from "../adapters/query/library-table.ts";
import { AT, aRunInput } from "../factories.ts";
import { Crash, failedIds, failing, MemoryExecutions, manualClock, memoryLog, sqsEvent } from "../fakes.ts";
import { anIndex, aReadyVideo, BUCKET } from "../query/library-world.ts";

const MARKED = "2026-11-21T10:00:00.001Z";
const WORDS = { onScreenText: [{ startSec: 0, endSec: 2, text: "EXIT door" }] };

let table: LibraryTable;
beforeEach(async () => {
  table = await aLibraryTable();
});
afterEach(() => table.close());

function world() {
  const { client, name } = table;
  const sent: { request: RemovalRequest; delaySec: number }[] = [];
  const log: string[] = [];
  const executions = new MemoryExecutions();
  const changes = dynamoDbLibraryChanges(client, name);
  const ports: RemovePorts = {
    catalog: dynamoDbRemovalCatalog(client, name),
    changes,
    versions: { remove: async (bucket, key) => void log.push(`file ${bucket}/${key}`) },
    work: { remove: async (prefix) => void log.push(`work ${prefix.split("/")[0]}`) },
    vectors: { remove: async (_, __, segments) => void log.push(`vectors ${segments.length}`) },
    executions,
    removals: { send: async (request, delaySec = 0) => void sent.push({ request, delaySec }) },
    clock: manualClock(),
    log: memoryLog(),
  };
  const handle = async (request: RemovalRequest, change: Partial<RemovePorts> = {}) =>
    failedIds(await remove({ ...ports, ...change })(sqsEvent([request])));
  return { ports, changes, sent, log, executions, handle };
}

/** A video with everything that a run leaves. */
async function fullVideo(name: string, steps: RunItem["steps"] = { probe: { status: "DONE" } }) {
  const { video, run } = aReadyVideo(name, WORDS);
  await table.putVideo(video, { ...run, steps });
  await table.put({ ...(await table.item(runKey(video.videoId, run.runId))), results: WORDS });
  const input = aRunInput({ videoId: video.videoId, runId: run.runId, key: video.key });
  const segment = (startSec: number) => ({
    ...{ option: "visual", scope: "clip", startSec, endSec: startSec + 6 },
    ...normalise([1, 2, 3]),
  });
  await table.catalog.putSegments(input, "twelvelabs.marengo-embed-3-0-v1:0", [segment(0), segment(6)]);
  await table.catalog.putWords(input, indexedWords(WORDS));
  await table.put({ ...questionKey(video.videoId, "generate", "hash"), versionId: "v1" });
  await table.put({ ...taskKey(video.videoId), status: "UPLOADING" });
  return { video, run };
}

const requestFor = ({ videoId, key }: VideoItem, markedAt = MARKED): RemovalRequest => ({
  ...{ kind: "video", videoId, bucket: BUCKET, key, markedAt },
});

test("takes a marked video out of every store, and leaves the guard of its key", async () => {
  const { video } = await fullVideo("a.mp4");
  const { ports, handle, log, sent } = world();
  await ports.changes.markVideo(video, MARKED);
  expect(await handle(requestFor(video))).toEqual([]);
  expect(await table.sortKeys("VIDEO#")).toEqual([]);
  expect(await table.sortKeys("WORD#")).toEqual([]);
  expect(await table.item(objectKey(BUCKET, video.key))).toMatchObject({ deleted: true });
  expect(log).toEqual([
    `file ${BUCKET}/${video.key}`,
    "vectors 2",
    "work answers",
    "work embeddings",
    "work analyses",
  ]);
  expect(sent).toEqual([]);
  expect(await handle(requestFor(video))).toEqual([]);
});

test("does nothing to a video that was never marked", async () => {
  const { video } = await fullVideo("a.mp4");
  const { handle, log } = world();
  const before = await table.sortKeys("");
  expect(await handle(requestFor(video))).toEqual([]);
  expect(log).toEqual([]);
  expect(await table.sortKeys("")).toEqual(before);
});

test.each(["deleteItems", "deleteVideo"] as const)("goes on where it was killed: at %s", async (method) => {
  const { video } = await fullVideo("a.mp4");
  const { ports, handle } = world();
  await ports.changes.markVideo(video, MARKED);
  const catalog = failing(ports.catalog, { method, error: new Crash("killed"), when: "before" });
  const broken = { ...ports.catalog, [method]: catalog[method] };
  expect(await handle(requestFor(video), { catalog: broken })).toHaveLength(1);
  expect(await table.sortKeys(videoKey(video.videoId).pk)).toContain("VIDEO");
  expect(await handle(requestFor(video))).toEqual([]);
  expect(await table.sortKeys("VIDEO#")).toEqual([]);
});

test("stops a run that is at work, and sweeps up later what it still wrote", async () => {
  const { video, run } = await fullVideo("a.mp4", { embed: { status: "PROCESSING" } });
  const { ports, handle, sent, executions } = world();
  await ports.changes.markVideo(video, MARKED);
  await handle(requestFor(video));
  const sweep = { kind: "run", videoId: video.videoId, runId: run.runId } as const;
  expect(executions.stopped).toEqual([run.runId]);
  expect(sent).toEqual([{ request: sweep, delaySec: 900 }]);

  const late = { option: "visual", scope: "clip", startSec: 0, endSec: 6, ...normalise([1]) };
  const input = aRunInput({ videoId: video.videoId, runId: run.runId });
  await table.catalog.putSegments(input, "twelvelabs.marengo-embed-3-0-v1:0", [late]);
  expect(await handle(sweep)).toEqual([]);
  expect(await table.sortKeys("VIDEO#")).toEqual([]);
});

describe("an index", () => {
  const { indexId } = anIndex();
  const request: RemovalRequest = { kind: "index", indexId, markedAt: MARKED, turn: 0, last: false };
  /** Works through the queue as long as there is something on it. */
  async function drain({ handle, sent }: ReturnType<typeof world>) {
    for (let next = sent.shift(); next !== undefined; next = sent.shift()) {
      if (next.request.kind === "index" && next.request.turn > 20) throw new Error("it never ends");
      expect(await handle(next.request)).toEqual([]);
    }
  }
  beforeEach(async () => {
    await table.putIndex(anIndex());
    await fullVideo("a.mp4");
    await fullVideo("b.mp4");
  });

  test("goes with its last video", async () => {
    const here = world();
    expect(await here.changes.markIndex(anIndex(), MARKED)).toBe(true);
    await here.handle(request);
    expect(here.sent.map(({ request: { kind } }) => kind)).toEqual(["video", "video", "index"]);
    expect(await table.item(indexKey(indexId))).toMatchObject({ deletedAt: MARKED });
    await drain(here);
    expect(await table.item(indexKey(indexId))).toBeUndefined();
    expect(await table.sortKeys("VIDEO#")).toEqual([]);
  });

  test("is left alone when it was never marked", async () => {
    const here = world();
    await here.handle(request);
    expect(here.sent).toEqual([]);
    expect(await table.sortKeys("INDEX#")).toEqual(["INDEX"]);
  });

  test("is made anew for what is uploaded to its folder meanwhile, without the old videos", async () => {
    const here = world();
    await here.changes.markIndex(anIndex(), MARKED);
    const fresh = aReadyVideo("fresh.mp4", { updatedAt: "2026-11-21T10:01:00.000Z" });
    await table.putVideo(fresh.video, { ...fresh.run, createdAt: "2026-11-21T10:01:00.000Z" });
    await here.handle(request);
    const library = dynamoDbLibrary(table.client, table.name);
    expect(await library.video(fresh.video.videoId)).toBeUndefined();
    await drain(here);
    expect(await library.index(indexId)).toMatchObject({ name: "holiday", folder: "holiday" });
    const seen: string[] = [];
    for await (const { key } of library.videos(indexId, "oldest")) seen.push(key);
    expect(seen).toEqual(["videos/holiday/fresh.mp4"]);
  });

  test("comes back when an upload was claimed in the moment in which it went", async () => {
    const here = world();
    await table.put({
      ...indexKey(indexId),
      indexId,
      folder: "holiday",
      name: "holiday",
      createdAt: AT,
      updatedAt: AT,
    });
    const gone = { ...request, last: true } as const;
    await here.handle(gone);
    expect(await table.item(indexKey(indexId))).not.toHaveProperty("gsi1pk");
    await here.changes.markIndex(anIndex(), MARKED);
    await here.ports.catalog.deleteIndex(indexId, MARKED);
    await here.handle(gone);
    expect(await table.item(indexKey(indexId))).toMatchObject({ name: "holiday", gsi1pk: "INDEXES" });
  });

  test("forgets uploads that are no videos yet", async () => {
    const here = world();
    const { videoId } = aReadyVideo("coming.mp4").video;
    const task = { videoId, indexId, key: "videos/holiday/x/coming.mp4", status: "UPLOADING", reason: null };
    const times = { attempts: 0, createdAt: AT, updatedAt: AT, expiresAt: 1 };
    await table.put({
      ...taskKey(videoId),
      ...task,
      ...times,
      gsi2pk: "STATUS#UPLOADING",
      gsi2sk: `${AT}#${videoId}`,
    });
    await here.changes.markIndex(anIndex(), MARKED);
    await here.handle(request);
    expect(await table.item(taskKey(videoId))).toBeUndefined();
  });
});
