import type { Reason } from "../../lambda/contracts/reason.ts";
import { reasonOf } from "../../lambda/domain/errors.ts";
import { profileOf, runEnd } from "../../lambda/domain/run.ts";
import { someSettings } from "../factories.ts";

const analyze = reasonOf("TOO_LONG", "The video lasts 61 minutes.", "analyze");
const embed = reasonOf("MODEL_ERROR", "The model failed.", "embed");

describe("runEnd", () => {
  it.each<[string, Reason | undefined, Reason | undefined, string, Reason | null]>([
    ["both branches gave results", undefined, undefined, "READY", null],
    ["only embeddings were obtained", analyze, undefined, "PARTIAL", analyze],
    ["only an analysis was obtained", undefined, embed, "PARTIAL", embed],
    ["nothing was obtained", analyze, embed, "FAILED", analyze],
  ])("when %s", (_, a, e, status, reason) => {
    expect(runEnd({ reason: a }, { reason: e })).toEqual({ status, reason });
  });
});

describe("profileOf", () => {
  it.each([
    { pegasus: "pegasus-1.5" },
    { embeddingOptions: ["visual"] },
    { temperature: 0 },
    { extraPrompt: "Name the birds." },
  ])("differs with %j", (change) =>
    expect(profileOf(someSettings(change))).not.toBe(profileOf(someSettings())),
  );

  it("is the same for another call budget: results do not depend on it", () => {
    expect(profileOf(someSettings({ invokeBudget: 1 }))).toBe(profileOf(someSettings()));
  });
});
