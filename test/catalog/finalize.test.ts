import { finalize } from "../../lambda/catalog/finalize.ts";
import type { Step } from "../../lambda/contracts/reason.ts";
import type { AnalyzeOutcome, EmbedOutcome } from "../../lambda/contracts/workflow.ts";
import { reasonOf } from "../../lambda/domain/errors.ts";
import { analysisKey, videoKey, wordKey } from "../../lambda/keys.ts";
import { aLaneMessage, anObject, aRun, aRunInput, aVideo } from "../factories.ts";
import { Crash, failing, MemoryObjects, manualClock, memoryLog } from "../fakes.ts";
import { aCatalog, type TestCatalog } from "./table.ts";

const run = aRunInput();
const KEY = analysisKey(run.runId);
const analysis = {
  title: "Beach",
  topics: ["sea"],
  hashtags: ["sea"],
  summary: "Waves.",
  chapters: [{ startSec: 0, endSec: 40, title: "Sea", summary: "Waves." }],
  highlights: [],
  onScreenText: [{ startSec: 2, endSec: 5, text: "Beach bar" }],
  logos: [],
  speech: [{ startSec: 6, endSec: 9, text: "Look at the waves." }],
  flags: { truncated: false, repaired: false, clamped: false, capped: false },
};
const analyzed: AnalyzeOutcome = { outcome: "done", analysisKey: KEY };
const embedded: EmbedOutcome = {
  outcome: "done",
  collected: [{ segmentCounts: { visual: 4, audio: 3 } }, { segmentCounts: { visual: 2, transcription: 1 } }],
};
const thrown = (name: string, errorMessage: string) => ({
  Error: name,
  Cause: JSON.stringify({ errorType: name, errorMessage, trace: [] }),
});
const tooLong = reasonOf("TOO_LONG", "The video lasts 61 min 0 s.", "analyze");
const failedAnalyze: AnalyzeOutcome = {
  outcome: "failed",
  error: { Error: "MODEL_THROTTLED", Cause: "The model was busy for hours." },
};
const failedEmbed: EmbedOutcome = {
  outcome: "failed",
  error: thrown("PermanentError", "OUTPUT_INVALID: The output is cut."),
};

let table: TestCatalog;
let work: MemoryObjects;
beforeEach(async () => {
  table = await aCatalog();
  work = new MemoryObjects();
  work.texts.set(KEY, JSON.stringify(analysis));
  await table.catalog.claim({
    before: { object: undefined, video: undefined, run: undefined },
    object: anObject(),
    video: aVideo(),
    run: aRun(),
  });
});
afterEach(() => table.close());

const begun = async (...steps: Step[]) => {
  for (const step of steps) {
    await table.catalog.stepStarted(run, step, "2026-11-21T10:00:00.000Z");
    if (step === "probe")
      await table.catalog.mediaProbed(run, { durationSec: 40, width: 640 }, "2026-11-21T10:00:01.000Z");
  }
};
const closed = (event: unknown, catalog = table.catalog) =>
  finalize({
    catalog,
    work,
    clock: manualClock(),
    log: memoryLog(),
    models: { analyze: "pegasus", embed: "marengo" },
  })(event);
const finished = (analyze: AnalyzeOutcome, embed: EmbedOutcome) =>
  closed({ outcome: "finished", run, analyze, embed });
const video = () => table.item(videoKey(run.videoId));
const record = () => table.catalog.run(run.videoId, run.runId);

describe("a run whose branches are both done", () => {
  it("is READY, and its results stand on the video", async () => {
    await begun("probe", "analyze", "embed");
    const { bucket, key, versionId, runId, videoId, indexId } = run;
    expect(await finished(analyzed, embedded)).toEqual({
      ...{ runId, videoId, indexId, bucket, key, versionId },
      status: "READY",
      reason: null,
    });
    const { flags: _, ...stored } = analysis;
    expect(await video()).toMatchObject({
      ...stored,
      status: "READY",
      currentRunId: runId,
      durationSec: 40,
      models: { analyze: "pegasus", embed: "marengo" },
    });
  });

  const word = (option: string, token: string, startSec: number) =>
    table.item(wordKey(run.indexId, option, token, run.videoId, run.runId, startSec));

  it("is found by its words before it is current", async () => {
    await begun("probe", "analyze", "embed");
    const { indexId, videoId, runId } = run;
    const failed = failing(table.catalog, { method: "close", error: new Crash() });
    await expect(
      closed({ outcome: "finished", run, analyze: analyzed, embed: embedded }, failed),
    ).rejects.toThrow(Crash);
    expect(await word("text_in_video", "bar", 2)).toMatchObject({
      ...{ indexId, videoId, runId },
      option: "text_in_video",
      token: "bar",
      position: 1,
      text: "Beach bar",
      startSec: 2,
      endSec: 5,
    });
    expect(await word("conversation", "waves", 6)).toMatchObject({ text: "Look at the waves." });
    expect(await video()).not.toHaveProperty("currentRunId");
    expect(await finished(analyzed, embedded)).toMatchObject({ status: "READY" });
  });

  it("that was closed already writes no words any more", async () => {
    await begun("probe", "analyze", "embed");
    await closed({ outcome: "failed", run, error: thrown("Error", "late") });
    await finished(analyzed, embedded);
    expect(await word("text_in_video", "bar", 2)).toBeUndefined();
  });

  it("takes an analysis that was stored before words were asked for", async () => {
    await begun("probe", "analyze", "embed");
    const { onScreenText: _, logos: __, speech: ___, ...older } = analysis;
    work.texts.set(KEY, JSON.stringify(older));
    expect(await finished(analyzed, embedded)).toMatchObject({ status: "READY" });
    expect(await video()).toMatchObject({ title: "Beach", onScreenText: [], logos: [], speech: [] });
  });

  it("counts the segments of its parts together", async () => {
    await begun("probe", "analyze", "embed");
    await finished(analyzed, embedded);
    expect((await video())?.["segmentCounts"]).toEqual({ visual: 6, audio: 3, transcription: 1 });
  });

  it("has an end for every step that began", async () => {
    await begun("probe", "analyze", "embed");
    await finished(analyzed, embedded);
    const at = "2026-11-21T10:00:00.000Z";
    expect((await record())?.steps).toEqual({
      probe: { status: "DONE", startedAt: at, endedAt: "2026-11-21T10:00:01.000Z" },
      analyze: { status: "DONE", startedAt: at, endedAt: at },
      embed: { status: "DONE", startedAt: at, endedAt: at },
    });
  });

  it("is closed once: the second time says how it ended", async () => {
    await begun("probe", "analyze", "embed");
    const first = await finished(analyzed, embedded);
    expect(await closed({ outcome: "failed", run, error: thrown("Error", "late") })).toEqual(first);
    expect(await video()).toMatchObject({ status: "READY", title: "Beach" });
  });

  it("was overtaken when a newer version was claimed in between", async () => {
    await begun("probe", "analyze", "embed");
    const before = await table.catalog.claimState(run.bucket, run.key);
    const newer = aRun({ versionId: "v2" });
    await table.catalog.claim({
      before,
      object: anObject({ versionId: "v2", sequencer: "1".repeat(32), currentRunId: newer.runId }),
      video: aVideo({ versionId: "v2", latestRunId: newer.runId }),
      run: newer,
    });
    expect(await finished(analyzed, embedded)).toMatchObject({ status: "SUPERSEDED", reason: null });
    expect(await video()).not.toHaveProperty("title");
  });
});

describe("a run that misses something", () => {
  it.each([
    ["the analysis that was planned away", { outcome: "missing", reason: tooLong } as const, "TOO_LONG"],
    ["the analysis that failed", failedAnalyze, "MODEL_THROTTLED"],
  ])("%s keeps its embeddings, and is PARTIAL", async (_, analyze, code) => {
    await begun("probe", "embed");
    expect(await finished(analyze, embedded)).toMatchObject({
      status: "PARTIAL",
      reason: { code, step: "analyze" },
    });
    expect(await video()).toMatchObject({ segmentCounts: { visual: 6 }, currentRunId: run.runId });
    expect(await video()).not.toHaveProperty("title");
  });

  it("the embeddings keeps its analysis, and is PARTIAL", async () => {
    await begun("probe", "analyze", "embed");
    expect(await finished(analyzed, failedEmbed)).toMatchObject({
      status: "PARTIAL",
      reason: { code: "OUTPUT_INVALID", message: "The output is cut.", step: "embed", retryable: true },
    });
    expect(await video()).toMatchObject({ title: "Beach" });
    expect(await video()).not.toHaveProperty("segmentCounts");
  });

  it("both is FAILED, and serves nothing", async () => {
    await begun("probe", "analyze", "embed");
    expect(await finished(failedAnalyze, failedEmbed)).toMatchObject({
      status: "FAILED",
      reason: { code: "MODEL_THROTTLED", step: "analyze" },
    });
    expect(await video()).not.toHaveProperty("currentRunId");
  });

  it("gives each step its own reason", async () => {
    await begun("probe", "embed");
    await finished({ outcome: "missing", reason: tooLong }, failedEmbed);
    expect((await record())?.steps).toMatchObject({
      probe: { status: "DONE" },
      analyze: { status: "MISSING", reason: { code: "TOO_LONG" } },
      embed: { status: "FAILED", reason: { code: "OUTPUT_INVALID" } },
    });
  });
});

describe("a run that ended before its branches", () => {
  it("is REJECTED with the reason of the probe", async () => {
    await begun("probe");
    const reason = reasonOf("TOO_SHORT", "The video lasts 2 s.", "probe");
    expect(await closed({ outcome: "rejected", run, reason })).toMatchObject({ status: "REJECTED", reason });
    expect(await video()).toMatchObject({ status: "REJECTED", reason, durationSec: 40 });
    expect((await record())?.steps.probe).toMatchObject({ status: "FAILED", reason });
  });

  it.each([
    ["before the probe began", [], "probe"],
    ["in the probe", ["probe-open"], "probe"],
    ["while it was closed", ["probe", "analyze", "embed"], "finalize"],
  ] as const)("because something broke %s is FAILED, and blames that step", async (_, steps, step) => {
    for (const each of steps) {
      if (each === "probe-open") await table.catalog.stepStarted(run, "probe", "2026-11-21T10:00:00.000Z");
      else await begun(each);
    }
    const error = thrown("TemporaryError", "INTERNAL: DynamoDB left 3 segments unwritten.");
    expect(await closed({ outcome: "failed", run, error })).toMatchObject({
      status: "FAILED",
      reason: { code: "INTERNAL", message: "DynamoDB left 3 segments unwritten.", step },
    });
    expect((await record())?.steps[step]?.reason).toMatchObject({ code: "INTERNAL" });
  });

  it.each([
    ["States.Timeout", "", "MODEL_TIMEOUT"],
    ["Lambda.Unknown", "the process was killed", "INTERNAL"],
    ["SUPERSEDED", "The run is over.", "SUPERSEDED"],
  ])("with %s has a reason of the closed list", async (name, cause, code) => {
    await begun("probe");
    const error = { Error: name, Cause: cause };
    expect(await closed({ outcome: "failed", run, error })).toMatchObject({ reason: { code } });
  });
});

describe("a run that cannot be closed", () => {
  it("because its analysis is gone stays open, for the workflow to record the failure", async () => {
    await begun("probe", "analyze", "embed");
    work.texts.clear();
    await expect(finished(analyzed, embedded)).rejects.toMatchObject({ code: "OUTPUT_MISSING" });
    expect(await record()).toMatchObject({ status: "PROCESSING" });
  });

  it("because it is not in the catalog says so", async () => {
    const unknown = { ...run, runId: "f".repeat(32) };
    const event = { outcome: "failed", run: unknown, error: thrown("Error", "x") };
    await expect(closed(event)).rejects.toMatchObject({ name: "PermanentError", code: "INTERNAL" });
  });

  it("because its input is none changes nothing", async () => {
    const event = { outcome: "finished", run, analyze: analyzed, embed: aLaneMessage() };
    await expect(closed(event)).rejects.toMatchObject({ name: "ZodError" });
    expect(await record()).toMatchObject({ status: "QUEUED" });
  });
});
