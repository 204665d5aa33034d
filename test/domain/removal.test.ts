import { decideClaim } from "../../lambda/domain/claim.ts";
import { isRemovableVersion, removalPlan, wasAtWork } from "../../lambda/domain/removal.ts";
import type { RunId } from "../../lambda/keys.ts";
import { AT, anObject, anUpload, aRun, aVideo, PROFILE } from "../factories.ts";

const MARKED = "2026-11-21T10:00:30.500Z";
const LATER = "2026-11-21T10:00:40.000Z";
const first = aRun({ status: "DELETED", updatedAt: MARKED });
const second = aRun({ runId: "second" as RunId, versionId: "v2", createdAt: LATER, updatedAt: LATER });

test("a marked video goes as a whole, with all its runs", () => {
  const plan = removalPlan(MARKED, [first], aVideo({ status: "DELETED" }));
  expect(plan).toMatchObject({ runs: [first], isWhole: true, versions: { kept: undefined } });
  expect(removalPlan(MARKED, [], undefined)).toMatchObject({ runs: [], isWhole: true });
});

test("a file that was uploaded under the same key since stays", () => {
  const video = aVideo({ latestRunId: second.runId, versionId: "v2" });
  const old = aRun({ runId: "older" as RunId, status: "SUPERSEDED" });
  const plan = removalPlan(MARKED, [old, first, second], video);
  expect(plan).toMatchObject({ runs: [old, first], isWhole: false, versions: { kept: "v2" } });
});

test("nothing goes when the mark was never made", () => {
  expect(removalPlan(MARKED, [aRun({ status: "READY" })], aVideo({ status: "READY" }))).toBeUndefined();
  const other = aRun({ status: "DELETED", updatedAt: AT });
  expect(removalPlan(MARKED, [other, second], aVideo({ latestRunId: second.runId }))).toBeUndefined();
});

test.each([
  ["v1", "2026-11-21T11:00:00Z", true],
  ["unknown", "2026-11-21T10:00:29Z", true],
  ["unknown", "2026-11-21T10:00:30Z", false],
  ["unknown", "2026-11-21T10:00:31Z", false],
  ["kept", "2026-11-21T09:00:00Z", false],
])("a version %s of %s goes: %s", (versionId, modified, expected) => {
  const versions = { markedAt: MARKED, kept: "kept", removed: new Set(["v1", "kept"]) };
  expect(isRemovableVersion({ versionId, modifiedMs: Date.parse(modified) }, versions)).toBe(expected);
});

test("a run without an end may still be at work", () => {
  expect(wasAtWork(aRun())).toBe(true);
  expect(wasAtWork(aRun({ steps: { probe: { status: "DONE" }, embed: { status: "PROCESSING" } } }))).toBe(
    true,
  );
  expect(wasAtWork(aRun({ steps: { probe: { status: "DONE" } } }))).toBe(false);
});

describe("an event of a removed upload", () => {
  const terms = { profile: PROFILE, invokeBudget: 6, at: LATER };
  const object = anObject({ deleted: true });
  const sequencer = (digits: string) => anUpload({ sequencer: digits.padEnd(32, "0") });

  test.each([anUpload().sequencer, "0"])("brings nothing back (%s)", (digits) => {
    for (const known of [
      { object, video: aVideo(), run: first },
      { object, video: undefined, run: undefined },
    ])
      expect(decideClaim(sequencer(digits), known, terms)).toEqual({ kind: "removed" });
  });

  test("is not one of a newer upload, which is a video of its own", () => {
    const decision = decideClaim(sequencer("F"), { object, video: undefined, run: undefined }, terms);
    expect(decision).toMatchObject({ kind: "new", object: { deleted: false }, video: { createdAt: LATER } });
  });
});
