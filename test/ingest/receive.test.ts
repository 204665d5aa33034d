import { TemporaryError } from "../../lambda/domain/errors.ts";
import { receive } from "../../lambda/ingest/receive.ts";
import { indexIdOf, indexKey, objectKey, runIdOf, videoIdOf, videoKey } from "../../lambda/keys.ts";
import type { Catalog, Executions } from "../../lambda/ports.ts";
import { aCatalog, type TestCatalog } from "../catalog/table.ts";
import { AT, PROFILE } from "../factories.ts";
import {
  Crash,
  failedIds,
  failing,
  MemoryExecutions,
  manualClock,
  memoryLog,
  only,
  sqsEvent,
} from "../fakes.ts";

let table: TestCatalog;
let executions: MemoryExecutions;
beforeEach(async () => {
  table = await aCatalog();
  executions = new MemoryExecutions();
});
afterEach(() => table.close());

const KEY = "videos/holiday/beach.mp4";

interface Created {
  readonly key?: string;
  readonly versionId?: string;
  readonly etag?: string;
  /** Orders the events of a key; the count of a version stands at its end. */
  readonly order?: number;
  readonly size?: number | string;
}

/** `Object Created` as it comes out of the queue. */
function created({ key = KEY, versionId = "v1", etag = versionId, order = 1, size = 1000 }: Created = {}) {
  return {
    version: "0",
    id: `event-${versionId}`,
    "detail-type": "Object Created",
    source: "aws.s3",
    account: "111122223333",
    time: "2026-11-21T10:00:00Z",
    region: "us-east-1",
    resources: ["arn:aws:s3:::videos-bucket"],
    detail: {
      version: "0",
      bucket: { name: "videos-bucket" },
      object: { key, size, etag, "version-id": versionId, sequencer: `0065F0C1A2${order}` },
      "request-id": "N4N7GDK58NMKJ12R",
      requester: "111122223333",
      reason: "PutObject",
    },
  };
}

interface Change {
  readonly catalog?: Catalog;
  readonly executions?: Executions;
  readonly profile?: string;
}

/** Ids of the messages that come again. */
const received = async (events: readonly unknown[], change: Change = {}) => {
  const handler = receive({
    catalog: table.catalog,
    executions,
    clock: manualClock(),
    log: memoryLog(),
    profile: PROFILE,
    invokeBudget: 6,
    ...change,
  });
  return failedIds(await handler(sqsEvent(events)));
};

const videoId = videoIdOf("videos-bucket", KEY);
const runIdFor = (versionId: string, profile = PROFILE) =>
  runIdOf({ bucket: "videos-bucket", key: KEY, versionId }, profile, 1);
const runOf = (versionId: string) => table.catalog.run(videoId, runIdFor(versionId));
const names = () => executions.starts.map(({ name }) => name);

describe("the event of an upload", () => {
  it("makes a video, a queued run and an index, and starts the execution of the run", async () => {
    expect(await received([created()])).toEqual([]);
    expect(await runOf("v1")).toMatchObject({
      status: "QUEUED",
      generation: 1,
      invokeBudget: 6,
      executionArn: expect.stringContaining(runIdFor("v1")),
    });
    expect(await table.item(videoKey(videoId))).toMatchObject({
      ...{ bucket: "videos-bucket", key: KEY, versionId: "v1", sizeBytes: 1000, status: "QUEUED" },
      createdAt: AT,
    });
    expect(await table.item(indexKey(indexIdOf("holiday")))).toMatchObject({ name: "holiday" });
    expect(executions.starts).toEqual([
      {
        name: runIdFor("v1"),
        input: JSON.stringify({
          ...{ runId: runIdFor("v1"), videoId, indexId: indexIdOf("holiday") },
          ...{ bucket: "videos-bucket", key: KEY, versionId: "v1", etag: "v1", sizeBytes: 1000 },
          ...{ profile: PROFILE, generation: 1 },
        }),
      },
    ]);
  });

  it("delivered five times gives one run, and the same start every time", async () => {
    for (let count = 0; count < 5; count++) expect(await received([created()])).toEqual([]);
    expect(new Set(executions.starts.map((start) => JSON.stringify(start))).size).toBe(1);
    expect(await runOf("v1")).toMatchObject({ status: "QUEUED" });
  });

  it("delivered five times in one batch and to five functions at once gives one run", async () => {
    const batch = Array.from({ length: 5 }, () => created());
    const answers = await Promise.all([received(batch), received(batch), received(batch)]);
    // Whoever lost the race comes again, and then finds the run.
    for (const failed of answers) expect(await received(failed.map(() => created()))).toEqual([]);
    expect(new Set(executions.starts.map((start) => JSON.stringify(start))).size).toBe(1);
  });

  it("does not start a run again that is over", async () => {
    await received([created()]);
    const run = JSON.parse(executions.starts[0]?.input ?? "");
    const end = { steps: {}, media: {}, models: {}, at: AT };
    await table.catalog.close({ run, status: "READY", reason: null, ...end });
    expect(await received([created()])).toEqual([]);
    expect(executions.starts).toHaveLength(1);
  });

  it.each([
    "videos/a b+c%2B%20%%%.mp4",
    "videos/\u202Egpj.😀.mp4",
    "videos//../../etc/passwd",
    "videos/__proto__",
    "videos/#?&=:",
  ])("keeps the key %p as it is", async (key) => {
    expect(await received([created({ key })])).toEqual([]);
    expect(JSON.parse(executions.starts[0]?.input ?? "")).toMatchObject({ key });
    expect(await table.item(objectKey("videos-bucket", key))).toMatchObject({ key });
  });

  it("may give its size as text, and carry fields that nobody knows yet", async () => {
    const event = { ...created({ size: "1000" }), "future-field": { a: 1 } };
    expect(await received([event])).toEqual([]);
    expect(JSON.parse(executions.starts[0]?.input ?? "")).toMatchObject({ sizeBytes: 1000 });
  });

  it.each([
    ["a folder marker", "videos/holiday/"],
    ["an object outside the prefix", "other/beach.mp4"],
    ["an object beside the prefix", "videos-old/beach.mp4"],
  ])("of %s makes no record at all", async (_, key) => {
    const untouched = only<Catalog>("catalog", {});
    const unused = only<Executions>("executions", {});
    const change = { catalog: untouched, executions: unused };
    expect(await received([created({ key, size: 0 })], change)).toEqual([]);
  });
});

describe("another upload under the same key", () => {
  it("overtakes the open run of the older version, and stops its execution", async () => {
    await received([created(), created({ versionId: "v2", order: 2 })]);
    expect(await runOf("v1")).toMatchObject({ status: "SUPERSEDED" });
    expect(await runOf("v2")).toMatchObject({ status: "QUEUED" });
    expect(names()).toEqual([runIdFor("v1"), runIdFor("v2")]);
    expect(executions.stopped).toEqual([runIdFor("v1")]);
  });

  it("whose event comes late never starts: the newer version stands", async () => {
    await received([created({ versionId: "v2", order: 2 }), created()]);
    expect(await runOf("v1")).toMatchObject({ status: "SUPERSEDED" });
    expect(await runOf("v2")).toMatchObject({ status: "QUEUED" });
    expect(names()).toEqual([runIdFor("v2")]);
    expect(executions.stopped).toEqual([]);
  });

  it("gives the same end whatever the order and number of the events", async () => {
    const one = created();
    const two = created({ versionId: "v2", order: 2 });
    for (const events of [
      [one, two, one, two],
      [two, one, one],
      [one, one, two, one],
    ])
      await received(events);
    expect((await table.catalog.claimState("videos-bucket", KEY)).video).toMatchObject({ versionId: "v2" });
    expect(await runOf("v1")).toMatchObject({ status: "SUPERSEDED" });
    expect(await runOf("v2")).toMatchObject({ status: "QUEUED" });
  });

  it("of the same bytes makes no second run", async () => {
    await received([created()]);
    await received([created({ versionId: "v2", etag: "v1", order: 2 })]);
    expect(await runOf("v2")).toBeUndefined();
    expect(new Set(names())).toEqual(new Set([runIdFor("v1")]));
    expect(new Set(executions.starts.map(({ input }) => input)).size).toBe(1);
    expect((await table.catalog.claimState("videos-bucket", KEY)).object).toMatchObject({ versionId: "v2" });
  });

  it("of the same bytes is processed again with other models", async () => {
    await received([created()]);
    await received([created({ versionId: "v2", etag: "v1", order: 2 })], { profile: "fedcba9876543210" });
    expect(names()).toEqual([runIdFor("v1"), runIdFor("v2", "fedcba9876543210")]);
  });

  it("starts the run that an earlier event of the same bytes claimed and died before starting", async () => {
    const dying = failing<Executions>(executions, { method: "start", error: new Crash() });
    expect(await received([created()], { executions: dying })).toEqual(["message-1"]);
    await received([created({ versionId: "v2", etag: "v1", order: 2 })]);
    // The first event is late now; starting the same run again changes nothing.
    expect(await received([created()])).toEqual([]);
    expect([...new Set(names())]).toEqual([runIdFor("v1")]);
    expect(await runOf("v1")).toMatchObject({ status: "QUEUED", executionArn: expect.any(String) });
  });
});

describe("a delivery that dies", () => {
  it.each([
    ["before the claim", { method: "claim", when: "before" }],
    ["between the claim and the start", { method: "claim", when: "after" }],
    ["between the start and its record", { method: "executionStarted", when: "before" }],
    ["after the record", { method: "executionStarted", when: "after" }],
    ["before it made the index", { method: "ensureIndex", when: "before" }],
  ] as const)("%s is completed by the next", async (_, { method, when }) => {
    const catalog = failing(table.catalog, { method, when, error: new Crash() });
    expect(await received([created()], { catalog })).toEqual(["message-1"]);
    expect(await received([created()])).toEqual([]);
    expect(new Set(executions.starts.map((start) => JSON.stringify(start))).size).toBe(1);
    expect(await runOf("v1")).toMatchObject({ status: "QUEUED", executionArn: expect.any(String) });
  });

  it("while it overtakes leaves a run that the next one starts", async () => {
    await received([created()]);
    const dying = failing<Executions>(executions, { method: "start", error: new Crash() });
    const newer = created({ versionId: "v2", order: 2 });
    expect(await received([newer], { executions: dying })).toEqual(["message-1"]);
    expect(await runOf("v1")).toMatchObject({ status: "SUPERSEDED" });
    expect(await received([newer])).toEqual([]);
    expect(names()).toEqual([runIdFor("v1"), runIdFor("v2")]);
  });
});

describe("a batch", () => {
  const event = created();

  it.each([
    ["no JSON", "{"],
    ["no event", { hello: "world" }],
    ["the test message of S3", { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "videos-bucket" }],
    ["another event of S3", { ...event, "detail-type": "Object Deleted" }],
    [
      "a sequencer that orders nothing",
      { ...event, detail: { ...event.detail, object: { sequencer: "zz" } } },
    ],
  ])("with one message that is %s does the others", async (_, poison) => {
    const others = ["a", "b", "c"].map((name) => created({ key: `videos/${name}.mp4` }));
    expect(await received([others[0], poison, others[1], others[2]])).toEqual(["message-2"]);
    expect(executions.starts).toHaveLength(3);
  });

  it("hands back what a busy service could not take, and nothing else", async () => {
    const error = new TemporaryError("INTERNAL", "The catalog's claim is not possible at the moment.");
    const catalog = failing(table.catalog, { method: "claim", error, call: 2 });
    const events = ["a", "b", "c"].map((name) => created({ key: `videos/${name}.mp4` }));
    expect(await received(events, { catalog })).toEqual(["message-2"]);
  });

  it("hands back an upload whose records keep changing, instead of trying for ever", async () => {
    let claims = 0;
    const contended: Catalog = {
      ...table.catalog,
      async claim() {
        claims++;
        return false;
      },
    };
    expect(await received([created()], { catalog: contended })).toEqual(["message-1"]);
    expect([claims, executions.starts]).toEqual([5, []]);
  });
});
