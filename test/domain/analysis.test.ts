import fc from "fast-check";
import { Analysis, type TextSpan, type TimeSpan } from "../../lambda/contracts/analysis.ts";
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
const text = (startSec: number, endSec: number, words = "Sale"): TextSpan => ({
  startSec,
  endSec,
  text: words,
});
const analysis = (changes: Partial<Analysis> = {}): Analysis => ({
  title: "",
  topics: [],
  hashtags: [],
  summary: "",
  chapters: [],
  highlights: [],
  onScreenText: [],
  logos: [],
  speech: [],
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
const texts = fc.array(
  fc.record({
    startSec: fc.double({ min: -10, max: 60 }),
    endSec: fc.oneof(fc.double({ min: -10, max: 60 }), fc.integer({ min: 0, max: 60 })),
    text: fc.constantFrom("Sale", "SALE", " sale ", "", "x".repeat(510), `${"x".repeat(500)}y`),
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
  onScreenText: texts,
  logos: texts,
  speech: texts,
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
        const { chapters, highlights, onScreenText, logos, speech } = once;
        for (const list of [chapters, highlights, onScreenText, logos, speech]) {
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

  it.each([
    ["goes on as one span", [text(0, 2), text(2, 4), text(4.9, 6)], [text(0, 6)]],
    ["is told twice as one span", [text(0, 5), text(1, 3), text(1, 3, "SALE ")], [text(0, 5)]],
    ["goes away and comes back as two", [text(0, 2), text(3.1, 4)], [text(0, 2), text(3.1, 4)]],
    [
      "goes on beside another as one",
      [text(0, 2), text(1, 3, "Exit"), text(2, 4)],
      [text(0, 4), text(1, 3, "Exit")],
    ],
    ["stands at one moment as a second of it", [text(7, 7)], [text(7, 8)]],
    ["is empty not at all", [text(0, 2, " ")], []],
  ])("keeps a text that %s", (_, found, kept) => {
    const value = analysis({ onScreenText: found, logos: found, speech: found });
    expect(clampAnalysis(value, 40)).toEqual(analysis({ onScreenText: kept, logos: kept, speech: kept }));
  });

  it("stays below 300 KB with every field full of the widest signs", () => {
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
      onScreenText: many.map((words, at) => text(at, at + 1, words)),
      logos: many.map((words, at) => text(at, at + 1, words)),
      speech: many.map((words, at) => text(at, at + 1, words)),
    });
    const stored = clampAnalysis(value, 1000);
    expect(stored.flags.capped).toBe(true);
    expect(stored.logos).toHaveLength(CAPS.logos);
    expect(stored.chapters.length).toBeGreaterThan(0);
    expect(Buffer.byteLength(JSON.stringify(stored))).toBeLessThan(300_000);
  });

  it("keeps as many short texts as are stored at most", () => {
    const short = Array.from({ length: 500 }, (_, index) => ({
      ...at(index, index + 1),
      title: `t${index}`,
    }));
    const texts = short.map(({ startSec, endSec, title }) => text(startSec, endSec, title));
    const stored = clampAnalysis(
      analysis({ chapters: short, highlights: short, onScreenText: texts, logos: texts, speech: texts }),
      1000,
    );
    expect(stored.chapters).toHaveLength(CAPS.chapters);
    expect(stored.highlights).toHaveLength(CAPS.highlights);
    expect(stored.onScreenText).toHaveLength(CAPS.onScreenTexts);
    expect(stored.logos).toHaveLength(CAPS.logos);
    expect(stored.speech).toHaveLength(CAPS.sentences);
    expect(stored.flags.capped).toBe(true);
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
      onScreenText: [text(90, 108, "Exit")],
      logos: [text(101, 105, "Acme")],
      speech: [text(99, 103, "Cut nowhere.")],
    });
    const second = analysis({
      title: "Second",
      summary: "Two.",
      topics: ["Sun", "rain"],
      chapters: [at(0, 60, "d")],
      onScreenText: [text(0, 3, "EXIT")],
      logos: [text(1, 5, "Acme")],
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
      onScreenText: [text(90, 103, "Exit")],
      logos: [text(101, 105, "Acme")],
      speech: [text(99, 103, "Cut nowhere.")],
      flags: { ...clean, repaired: true },
    });
  });
});

it("reads an analysis that was stored before words were asked for", () => {
  const { onScreenText: _, logos: __, speech: ___, ...older } = analysis({ title: "Beach" });
  expect(Analysis.parse(older)).toEqual(analysis({ title: "Beach" }));
});
