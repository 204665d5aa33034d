import { type ClaimTerms, type Decision, decideClaim, type Known } from "../../lambda/domain/claim.ts";
import { reasonOf } from "../../lambda/domain/errors.ts";
import { AT, anObject, anUpload, aRun, aVideo, PROFILE } from "../factories.ts";

const terms: ClaimTerms = { profile: PROFILE, invokeBudget: 6, at: AT };
const nothing: Known = { object: undefined, video: undefined, run: undefined };
const known = (change: Partial<Known> = {}): Known => ({
  object: anObject(),
  video: aVideo(),
  run: aRun(),
  ...change,
});
const newer = anUpload({
  versionId: "v2",
  etag: "other",
  sequencer: anUpload().sequencer.replace("1A2", "1A3"),
});

function decided<Kind extends Decision["kind"]>(
  decision: Decision,
  kind: Kind,
): Extract<Decision, { kind: Kind }> {
  if (decision.kind !== kind) throw new Error(`expected ${kind}, got ${decision.kind}`);
  return decision as Extract<Decision, { kind: Kind }>;
}

describe("decideClaim", () => {
  it("makes a run for the first version of a key", () => {
    const { run, video, object, superseded } = decided(decideClaim(anUpload(), nothing, terms), "new");
    expect(run).toEqual(aRun());
    expect(video).toEqual(aVideo());
    expect(object).toEqual(anObject());
    expect(superseded).toBeUndefined();
  });

  it("takes the same event again for a duplicate", () => {
    expect(decideClaim(anUpload(), known(), terms)).toEqual({ kind: "duplicate", run: aRun() });
  });

  it("records an event that comes after that of a newer version, without a run that works", () => {
    const older = anUpload({ versionId: "v0", etag: "older", sequencer: "0".repeat(32) });
    const { run } = decided(decideClaim(older, known(), terms), "late");
    expect(run).toMatchObject({ versionId: "v0", status: "SUPERSEDED" });
  });

  it("makes no record of an earlier upload of the same bytes that is seen last", () => {
    const older = anUpload({ versionId: "v0", sequencer: "0".repeat(32) });
    expect(decideClaim(older, known(), terms)).toEqual({ kind: "duplicate", run: aRun() });
  });

  it("ends the open run that a newer version overtakes", () => {
    const { superseded, run } = decided(decideClaim(newer, known(), terms), "new");
    expect(superseded?.runId).toBe(aRun().runId);
    expect(run.runId).not.toBe(aRun().runId);
  });

  it("keeps older results readable, marked as stale, while a newer version is processed", () => {
    const ready = aVideo({ status: "READY", currentRunId: aRun().runId, title: "Beach" });
    const run = aRun({ status: "READY" });
    const { video, superseded } = decided(decideClaim(newer, known({ video: ready, run }), terms), "new");
    expect(video).toMatchObject({ status: "QUEUED", stale: true, title: "Beach", versionId: "v2" });
    expect(superseded).toBeUndefined();
  });

  it.each([undefined, aRun().runId])(
    "keeps what people said of the video, whatever became of its runs (current: %s)",
    (currentRunId) => {
      const said = { metadata: { rating: 5 }, metadataVersionId: "v1" };
      const before = aVideo({ ...said, ...(currentRunId === undefined ? {} : { currentRunId }) });
      const { video } = decided(decideClaim(newer, known({ video: before }), terms), "new");
      expect(video).toMatchObject({ ...said, status: "QUEUED", versionId: "v2" });
    },
  );

  it.each(["QUEUED", "PROCESSING", "READY", "PARTIAL", "REJECTED"] as const)(
    "lets a run that is %s answer for the same bytes uploaded again",
    (status) => {
      const { object } = decided(decideClaim(again, known({ run: aRun({ status }) }), terms), "unchanged");
      expect(object).toEqual(anObject({ versionId: "v2", sequencer: newer.sequencer }));
    },
  );

  const again = anUpload({ versionId: "v2", sequencer: newer.sequencer });
  const reason = (retryable: boolean) => ({ ...reasonOf("MODEL_ERROR", "It failed.", "embed"), retryable });

  it.each([
    ["FAILED", aRun({ status: "FAILED" }), true],
    ["PARTIAL, and doing it again may help", aRun({ status: "PARTIAL", reason: reason(true) }), false],
  ])(
    "makes another generation of the same version for the same bytes when the run is %s",
    (_, run, supersedes) => {
      const decision = decided(decideClaim(again, known({ run }), terms), "new");
      expect(decision.run).toMatchObject({ versionId: "v1", generation: 2, status: "QUEUED" });
      expect(decision.run.runId).not.toBe(run.runId);
      expect(decision.object).toMatchObject({ versionId: "v2", currentRunId: decision.run.runId });
      expect(decision.superseded).toEqual(supersedes ? run : undefined);
    },
  );

  it("does not call the results of an earlier generation stale", () => {
    const video = aVideo({ status: "PARTIAL", currentRunId: aRun().runId, title: "Beach" });
    const run = aRun({ status: "PARTIAL", reason: reason(true) });
    const decision = decided(decideClaim(again, known({ video, run }), terms), "new");
    expect(decision.video).toMatchObject({ title: "Beach", status: "QUEUED" });
    expect(decision.video.stale).toBeUndefined();
  });

  it.each([
    ["other models are configured", { run: aRun({ profile: "other" }) }],
    ["the object was deleted in between", { object: anObject({ deleted: true }) }],
  ])("makes a new run for the same bytes when %s", (_, change: Partial<Known>) => {
    expect(decideClaim(again, known(change), terms).kind).toBe("new");
  });
});
