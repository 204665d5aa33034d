import fc from "fast-check";
import type { Analysis, TimeSpan } from "../../lambda/contracts/analysis.ts";
import { clampAnalysis, mergeAnswers } from "../../lambda/domain/analysis.ts";
import { stitch } from "../../lambda/domain/analysis-stitch.ts";
import { CAPS } from "../../lambda/domain/answer-caps.ts";

const clean = { truncated: false, repaired: false, clamped: false, capped: false };
const at = (startSec: number, endSec: number, title = "t"): TimeSpan => ({
  startSec,
  endSec,
  title,
  summary: "s",
});
const analysis = (changes: Partial<Analysis> = {}): Analysis => ({
  title: "",
  topics: [],
  hashtags: [],
  summary: "",
  chapters: [],
  highlights: [],
  flags: clean,
  ...changes,
});

const spans = fc.array(
  fc.record({
    startSec: fc.double({ min: -100, max: 20_000 }),
    endSec: fc.double({ min: -100, max: 20_000 }),
    title: fc.string({ unit: "grapheme" }),
    summary: fc.string(),
  }),
);
const words = fc.array(
  fc.oneof(fc.string(), fc.constantFrom("Cats", "cats", "#cats", " dogs ", "##Dogs", "")),
);
const analyses: fc.Arbitrary<Analysis> = fc.record({
  title: fc.string(),
  topics: words,
  hashtags: words,
  summary: fc.string(),
  chapters: spans,
  highlights: spans,
  flags: fc.record({
    truncated: fc.boolean(),
    repaired: fc.boolean(),
    clamped: fc.boolean(),
    capped: fc.boolean(),
  }),
});
const durations = fc.double({ min: 0.5, max: 14_400, noNaN: true });

describe("clamping", () => {
  it.each([
    ["inside", at(1, 2), [at(1, 2)], false],
    ["over the end", at(30, 45), [at(30, 40)], true],
    ["before the beginning", at(-3, 5), [at(0, 5)], true],
    ["wholly behind the end", at(41, 50), [], true],
    ["backwards", at(9, 3), [], true],
    ["without length", at(3, 3), [], true],
    ["not a time", at(Number.NaN, 3), [], true],
    ["of 32nds of a second", at(1.03125, 2.96875), [at(1.031, 2.969)], false],
  ])("treats a span %s", (_, span, chapters, clamped) => {
    const result = clampAnalysis(analysis({ chapters: [span], highlights: [span] }), 40);
    expect(result.chapters).toEqual(chapters);
    expect(result.highlights).toEqual(chapters);
    expect(result.flags.clamped).toBe(clamped);
  });

  it("keeps every time inside the video and in order, and does nothing the second time", () => {
    fc.assert(
      fc.property(analyses, durations, (value, durationSec) => {
        const once = clampAnalysis(value, durationSec);
        for (const list of [once.chapters, once.highlights]) {
          for (const [index, { startSec, endSec }] of list.entries()) {
            expect(0 <= startSec && startSec < endSec && endSec <= durationSec).toBe(true);
            expect(startSec).toBeGreaterThanOrEqual(list[index - 1]?.startSec ?? 0);
          }
        }
        expect(clampAnalysis(once, durationSec)).toEqual(once);
      }),
    );
  });

  it("tidies words: no #, no doubles, no empty ones", () => {
    const value = analysis({ hashtags: ["#Cats", " cats", "#", "##new york"], topics: [" a ", "A", "b"] });
    expect(clampAnalysis(value, 1)).toMatchObject({ hashtags: ["Cats", "new york"], topics: ["a", "b"] });
  });

  it("stays below 350 KB with every field full of the widest signs", () => {
    const wide = "\u4e2d".repeat(20_000);
    const full = Array.from({ length: 500 }, (_, index) => ({
      ...at(index, index + 1, wide),
      summary: wide,
    }));
    const many = Array.from({ length: 500 }, (_, index) => `${index}${wide}`);
    const value = analysis({
      title: wide,
      summary: wide,
      topics: many,
      hashtags: many,
      chapters: full,
      highlights: full,
    });
    const stored = clampAnalysis(value, 1000);
    expect(stored.flags.capped).toBe(true);
    expect(stored.chapters).toHaveLength(CAPS.chapters);
    expect(Buffer.byteLength(JSON.stringify(stored))).toBeLessThan(350_000);
  });
});

describe("merging the answers to smaller requests", () => {
  it("takes each field from where it is, leaves missing ones empty and keeps every flag", () => {
    const merged = mergeAnswers([
      { content: { title: "T", topics: ["a"], hashtags: ["b"] }, flags: clean },
      { content: { chapters: [at(0, 1)] }, flags: { ...clean, truncated: true } },
    ]);
    expect(merged).toEqual(
      analysis({
        title: "T",
        topics: ["a"],
        hashtags: ["b"],
        chapters: [at(0, 1)],
        flags: { ...clean, truncated: true },
      }),
    );
  });
});

describe("stitching", () => {
  it("of one part is clamping", () => {
    fc.assert(
      fc.property(analyses, durations, (value, durationSec) => {
        const parts = [{ offsetSec: 0, durationSec, analysis: value }];
        expect(stitch(parts, durationSec)).toEqual(clampAnalysis(value, durationSec));
      }),
    );
  });

  it("moves the parts to their places, and lets each speak for its own time", () => {
    const first = analysis({
      title: "First",
      summary: "One.",
      topics: ["sea", "sun"],
      chapters: [at(0, 50, "a"), at(50, 110, "b"), at(105, 110, "c")],
      highlights: [at(95, 108, "cut nowhere")],
    });
    const second = analysis({
      title: "Second",
      summary: "Two.",
      topics: ["Sun", "rain"],
      chapters: [at(0, 60, "d")],
      flags: { ...clean, repaired: true },
    });
    const parts = [
      { offsetSec: 100, durationSec: 60, analysis: second },
      { offsetSec: 0, durationSec: 110, analysis: first },
    ];
    expect(stitch(parts, 160)).toEqual({
      title: "First",
      summary: "One.\n\nTwo.",
      topics: ["sun", "sea", "rain"],
      hashtags: [],
      chapters: [at(0, 50, "a"), at(50, 100, "b"), at(100, 160, "d")],
      highlights: [at(95, 108, "cut nowhere")],
      flags: { ...clean, repaired: true },
    });
  });
});
