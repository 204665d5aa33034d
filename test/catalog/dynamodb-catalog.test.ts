import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { decodeVector } from "../../lambda/domain/embedding.ts";
import {
  indexIdOf,
  indexKey,
  invocationKey,
  runIdOf,
  runKey,
  segmentKey,
  videoKey,
  wordKey,
} from "../../lambda/keys.ts";
import type { Claim, Closing } from "../../lambda/ports.ts";
import { AT, anObject, aRun, aRunInput, aVideo, PROFILE } from "../factories.ts";
import { aCatalog, type TestCatalog } from "./table.ts";

let table: TestCatalog;
beforeEach(async () => {
  table = await aCatalog();
});
afterEach(() => table.close());

const { bucket, key } = aRunInput();
const first: Claim = {
  before: { object: undefined, video: undefined, run: undefined },
  object: anObject(),
  video: aVideo(),
  run: aRun(),
};
const LATER = "2026-11-21T10:05:00.000Z";
const closing = (change: Partial<Closing> = {}): Closing => ({
  run: aRunInput(),
  status: "READY",
  reason: null,
  steps: {},
  media: { durationSec: 40, width: 640, fps: 25 },
  analysis: { title: "Beach", chapters: [], speech: [{ startSec: 0, endSec: 1, text: "Waves." }] },
  segmentCounts: { visual: 7 },
  models: { analyze: "pegasus" },
  at: LATER,
  ...change,
});

/** A second version of the same key, claimed on what the catalog holds now. */
async function claimSecond() {
  const { catalog } = table;
  const before = await catalog.claimState(bucket, key);
  const run = aRun({ versionId: "v2", updatedAt: LATER });
  const object = anObject({ versionId: "v2", sequencer: "1".repeat(32), currentRunId: run.runId });
  const { reason: _, ...kept } = before.video ?? aVideo();
  const video = {
    ...kept,
    ...(kept.currentRunId === undefined ? {} : { stale: true }),
    versionId: "v2",
    reason: null,
    status: "QUEUED" as const,
    latestRunId: run.runId,
    updatedAt: LATER,
  };
  const superseded =
    before.run?.status === "READY" ? {} : before.run === undefined ? {} : { superseded: before.run };
  expect(await catalog.claim({ before, object, video, run, ...superseded })).toBe(true);
  return aRunInput({ versionId: "v2", runId: run.runId });
}

describe("claim", () => {
  it("writes the guard, the video and the run, and gives them back", async () => {
    expect(await table.catalog.claim(first)).toBe(true);
    const state = await table.catalog.claimState(bucket, key);
    expect(state).toEqual({ object: anObject(), video: aVideo(), run: aRun() });
  });

  it("lets one of ten that decided on the same records win", async () => {
    const won = await Promise.all(Array.from({ length: 10 }, () => table.catalog.claim(first)));
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  it("lists a new run by its status, and a superseded one no more", async () => {
    await table.catalog.claim(first);
    expect(await table.item(runKey(aRun().videoId, aRun().runId))).toMatchObject({ gsi2pk: "STATUS#QUEUED" });
    await claimSecond();
    const superseded = await table.item(runKey(aRun().videoId, aRun().runId));
    expect(superseded).toMatchObject({ status: "SUPERSEDED" });
    expect(superseded).not.toHaveProperty("gsi2pk");
  });

  it("keeps the run of a late event without touching one that is there", async () => {
    await table.catalog.claim(first);
    await table.catalog.recordLate(aRun({ status: "SUPERSEDED" }));
    expect(await table.catalog.run(aRun().videoId, aRun().runId)).toMatchObject({ status: "QUEUED" });
  });
});

describe("progress", () => {
  beforeEach(() => table.catalog.claim(first));

  it("moves a run on with its first step, and keeps what each step did", async () => {
    expect(await table.catalog.stepStarted(aRunInput(), "probe", AT)).toBe(true);
    await table.catalog.mediaProbed(aRunInput(), { durationSec: 40 }, LATER);
    expect(await table.catalog.run(aRun().videoId, aRun().runId)).toMatchObject({
      status: "PROCESSING",
      media: { durationSec: 40 },
      steps: { probe: { status: "DONE", startedAt: AT, endedAt: LATER } },
    });
  });

  it("refuses a step of a run that is over", async () => {
    await table.catalog.close(closing());
    expect(await table.catalog.stepStarted(aRunInput(), "analyze", AT)).toBe(false);
  });

  it("gives out as many calls as the budget has, however many ask at once", async () => {
    await table.catalog.stepStarted(aRunInput(), "analyze", AT);
    const given = await Promise.all(
      Array.from({ length: 20 }, () => table.catalog.spendInvocation(aRunInput())),
    );
    expect(given.filter(Boolean)).toHaveLength(6);
    await table.catalog.returnInvocation(aRunInput());
    expect(await table.catalog.run(aRun().videoId, aRun().runId)).toMatchObject({
      invokeBudget: 1,
      calls: { invokeModel: 5 },
    });
  });
});

describe("leases", () => {
  beforeEach(() => table.catalog.claim(first));
  const take = () => table.catalog.takeLease(aRunInput(), "work");

  it("go to one of those that ask at once, and to the next when it is released", async () => {
    const taken = (await Promise.all(Array.from({ length: 10 }, take))).filter(
      (lease) => lease !== undefined,
    );
    expect(taken).toHaveLength(1);
    await taken[0]?.release();
    const next = await take();
    expect(next).toBeDefined();
    await next?.release();
  });

  it("are for one piece of work each", async () => {
    const [one, other] = [await take(), await table.catalog.takeLease(aRunInput(), "other")];
    expect(other).toBeDefined();
    await Promise.all([one?.release(), other?.release()]);
  });

  it.each([
    [-1, true],
    [60_000, false],
  ])("of a worker that died %i ms before their end are free: %s", async (leftMs, isFree) => {
    await table.client.send(
      new UpdateCommand({
        TableName: table.tableName,
        Key: runKey(aRun().videoId, aRun().runId),
        UpdateExpression: "SET #lease = :lease",
        ExpressionAttributeNames: { "#lease": "lease-work" },
        ExpressionAttributeValues: { ":lease": { holder: "dead", until: Date.now() + leftMs } },
      }),
    );
    const lease = await take();
    expect(lease !== undefined).toBe(isFree);
    await lease?.release();
  });
});

describe("invocations", () => {
  const row = {
    invocationId: "abc123def456",
    invocationArn: "arn:aws:bedrock:us-east-1:111122223333:async-invoke/abc123def456",
    runId: aRun().runId,
    videoId: aRun().videoId,
    taskToken: "first",
    outputPrefix: "embeddings/x",
    part: { index: 0 },
    expiresAt: 1,
  };

  it("keeps the token of a later wait when an earlier one is removed", async () => {
    await table.catalog.putInvocation(row);
    await table.catalog.putInvocation({ ...row, taskToken: "second" });
    await table.catalog.deleteInvocation(row.invocationId, "first");
    expect(await table.catalog.invocation(row.invocationId)).toEqual({ ...row, taskToken: "second" });
    await table.catalog.deleteInvocation(row.invocationId, "second");
    expect(await table.item(invocationKey(row.invocationId))).toBeUndefined();
  });
});

describe("segments", () => {
  it("are written in batches, and hold their vector as little-endian floats", async () => {
    const segments = Array.from({ length: 60 }, (_, at) => ({
      option: "visual",
      scope: "clip",
      startSec: at * 6,
      endSec: at * 6 + 6,
      vector: Float32Array.of(0.6, -0.8),
      norm: 2,
    }));
    await table.catalog.putSegments(aRunInput(), "model", segments);
    const last = { option: "visual", scope: "clip", startSec: 59 * 6 };
    const item = await table.item(segmentKey(aRun().videoId, aRun().runId, last));
    expect(item).toMatchObject({ startSec: 354, endSec: 360, dimension: 2, norm: 2, modelId: "model" });
    expect(decodeVector(item?.["embedding"] as Uint8Array)).toEqual(Float32Array.of(0.6, -0.8));
  });
});

describe("words", () => {
  const word = (token: string, position: number) => ({
    option: "conversation",
    token,
    position,
    text: "we open late",
    startSec: 1.5,
    endSec: 3,
  });
  const stored = (token: string) => {
    const { indexId, videoId, runId } = aRun();
    return table.item(wordKey(indexId, "conversation", token, videoId, runId, 1.5));
  };

  it("are written in batches, one item each, and again without a change", async () => {
    const all = Array.from({ length: 60 }, (_, at) => word(`word${at}`, at));
    await table.catalog.putWords(aRunInput(), all);
    const before = await stored("word59");
    const { indexId, videoId, runId } = aRun();
    expect(before).toMatchObject({ type: "Word", indexId, videoId, runId, ...word("word59", 59) });
    await table.catalog.putWords(aRunInput(), all);
    expect(await stored("word59")).toEqual(before);
  });

  it("are none for a video without any", async () => {
    await table.catalog.putWords(aRunInput(), []);
    expect(await stored("open")).toBeUndefined();
  });
});

describe("an index", () => {
  it("is made once for its folder, and can be listed", async () => {
    const indexId = indexIdOf("holiday");
    await table.catalog.ensureIndex("holiday", AT);
    await table.catalog.ensureIndex("holiday", LATER);
    expect(await table.item(indexKey(indexId))).toMatchObject({
      ...{ indexId, folder: "holiday", name: "holiday", createdAt: AT },
      gsi1pk: "INDEXES",
      gsi1sk: `${AT}#${indexId}`,
    });
  });
});

describe("metadata", () => {
  beforeEach(() => table.catalog.claim(first));
  const metadata = async () => (await table.item(videoKey(aRun().videoId)))?.["metadata"];
  /** As the API writes it. */
  const said = (change: Record<string, unknown>) =>
    table.client.send(
      new UpdateCommand({
        TableName: table.tableName,
        Key: videoKey(aRun().videoId),
        UpdateExpression: "SET metadata = :metadata, updatedAt = :at",
        ExpressionAttributeValues: { ":metadata": change, ":at": LATER },
      }),
    );

  it("of the upload stands on the video before the run has ended", async () => {
    await table.catalog.metadataFound(aRunInput(), { camera: "front", "a.b #c": "x" }, LATER);
    expect(await metadata()).toEqual({ camera: "front", "a.b #c": "x" });
    expect((await table.catalog.claimState(bucket, key)).video?.updatedAt).toBe(LATER);
  });

  it("is given by a version once: what was said since stands when it is processed again", async () => {
    await table.catalog.metadataFound(aRunInput(), { camera: "front" }, AT);
    await said({ camera: "back", rating: 5 });
    await table.catalog.metadataFound(aRunInput(), { camera: "front" }, LATER);
    expect(await metadata()).toEqual({ camera: "back", rating: 5 });
  });

  it("of a newer version is added to what was said before", async () => {
    await said({ camera: "back", rating: 5, kept: true });
    const run = await claimSecond();
    await table.catalog.metadataFound(run, { camera: "front" }, LATER);
    expect(await metadata()).toEqual({ camera: "front", rating: 5, kept: true });
  });

  it("of a run that was overtaken, and an upload without any, change nothing", async () => {
    await said({ rating: 5 });
    await claimSecond();
    await table.catalog.metadataFound(aRunInput(), { camera: "front" }, LATER);
    await table.catalog.metadataFound(aRunInput(), {}, LATER);
    expect(await metadata()).toEqual({ rating: 5 });
  });

  it.each(["READY", "FAILED", "REJECTED"] as const)("stays when the run ends %s", async (status) => {
    await said({ rating: 5 });
    await table.catalog.close(closing({ status }));
    expect(await metadata()).toEqual({ rating: 5 });
  });

  it("that is said while an upload is claimed is not written back", async () => {
    const before = await table.catalog.claimState(bucket, key);
    await table.catalog.metadataFound(aRunInput(), { camera: "front" }, LATER);
    const object = anObject({ sequencer: "1".repeat(32) });
    expect(
      await table.catalog.claim({
        before,
        object,
        video: aVideo(),
        run: aRun({ versionId: "v2", runId: runIdOf({ bucket, key, versionId: "v2" }, PROFILE, 1) }),
      }),
    ).toBe(false);
    expect(await metadata()).toEqual({ camera: "front" });
  });
});

describe("close", () => {
  beforeEach(() => table.catalog.claim(first));

  it("puts the results on the video and makes the run current", async () => {
    expect(await table.catalog.close(closing())).toMatchObject({ status: "READY", reason: null });
    expect(await table.item(videoKey(aRun().videoId))).toMatchObject({
      status: "READY",
      currentRunId: aRun().runId,
      title: "Beach",
      durationSec: 40,
      segmentCounts: { visual: 7 },
    });
  });

  it("does nothing the second time but say how the run ended", async () => {
    await table.catalog.close(closing());
    const again = await table.catalog.close(closing({ status: "FAILED", analysis: { title: "Other" } }));
    expect(again.status).toBe("READY");
    expect(await table.item(videoKey(aRun().videoId))).toMatchObject({ title: "Beach" });
  });

  it("lets a run that was overtaken change nothing", async () => {
    await claimSecond();
    expect((await table.catalog.close(closing())).status).toBe("SUPERSEDED");
    expect(await table.item(videoKey(aRun().videoId))).not.toHaveProperty("title");
  });

  it("replaces older results whole, and supersedes the run that they came from", async () => {
    await table.catalog.close(closing());
    const run = await claimSecond();
    await table.catalog.close(
      closing({ run, analysis: { summary: "Sea." }, at: "2026-11-21T10:10:00.000Z" }),
    );
    const video = await table.item(videoKey(run.videoId));
    expect(video).toMatchObject({ status: "READY", currentRunId: run.runId, summary: "Sea." });
    expect(video).not.toHaveProperty("title");
    expect(await table.catalog.run(run.videoId, aRun().runId)).toMatchObject({ status: "SUPERSEDED" });
  });

  it("withdraws older results when the newer version cannot be used", async () => {
    await table.catalog.close(closing());
    const run = await claimSecond();
    const { analysis: _, segmentCounts: __, ...rejected } = closing({ run, status: "REJECTED", media: {} });
    await table.catalog.close(rejected);
    const video = await table.item(videoKey(run.videoId));
    expect(video).toMatchObject({ status: "REJECTED" });
    for (const name of ["title", "currentRunId", "segmentCounts", "durationSec", "fps", "speech"])
      expect(video).not.toHaveProperty(name);
    expect(await table.item(runKey(run.videoId, aRun().runId))).toMatchObject({
      results: { title: "Beach" },
    });
  });

  it("keeps what an earlier generation of the same version obtained when a later one fails", async () => {
    await table.catalog.close(closing({ status: "PARTIAL" }));
    const before = await table.catalog.claimState(bucket, key);
    const run = aRun({ runId: runIdOf({ bucket, key, versionId: "v1" }, PROFILE, 2), generation: 2 });
    const video = { ...(before.video ?? aVideo()), status: "QUEUED" as const, latestRunId: run.runId };
    const object = anObject({ sequencer: "1".repeat(32), currentRunId: run.runId });
    expect(await table.catalog.claim({ before, object, video, run })).toBe(true);
    const { analysis: _, segmentCounts: __, ...failed } = closing({ status: "FAILED" });
    await table.catalog.close({ ...failed, run: aRunInput({ runId: run.runId, generation: 2 }) });
    const kept = await table.item(videoKey(aRun().videoId));
    expect(kept).toMatchObject({ status: "FAILED", title: "Beach", currentRunId: aRun().runId });
    expect(await table.catalog.run(aRun().videoId, aRun().runId)).toMatchObject({ status: "PARTIAL" });
  });

  it("leaves a failed run listed for the operator, and no other", async () => {
    await table.catalog.close(closing({ status: "FAILED" }));
    expect(await table.item(runKey(aRun().videoId, aRun().runId))).toMatchObject({ gsi2pk: "STATUS#FAILED" });
  });
});
