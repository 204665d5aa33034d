import fc from "fast-check";
import { ANSWER_FIELDS, type ModelAnswer } from "../../lambda/contracts/analysis.ts";
import { readAnswer, readCutAnswer } from "../../lambda/domain/answer.ts";
import { CAPS } from "../../lambda/domain/answer-caps.ts";
import { scanObject } from "../../lambda/domain/answer-json.ts";

const span = { start: 0, end: 20, title: "Red", summary: "A red card." };
const answer: ModelAnswer = {
  title: "Two cards",
  topics: ["cards"],
  hashtags: ["red", "blue"],
  summary: "A red card, then a blue one.",
  chapters: [span, { ...span, start: 20, end: 40, title: "Blue" }],
  highlights: [],
  onScreenText: [{ start: 1, end: 3, text: "RED" }],
  logos: [{ start: 4, end: 5, brand: "Acme" }],
  speech: [{ start: 6, end: 8, text: "This one is red." }],
};
const stop = (message: string) => ({ message, finishReason: "stop" as const });
const cut = (message: string) => ({ message, finishReason: "length" as const });
const clean = { truncated: false, repaired: false, clamped: false, capped: false };

function partOf(message: string) {
  const reading = readAnswer(stop(message), ANSWER_FIELDS);
  if (reading.outcome !== "read") throw new Error("truncated");
  return reading.part;
}

describe("a whole answer", () => {
  it("is read as it stands", () => {
    const { content, flags } = partOf(JSON.stringify({ ...answer, extra: 1 }));
    expect(flags).toEqual(clean);
    expect(content).toMatchObject({ title: "Two cards", hashtags: ["red", "blue"], highlights: [] });
    expect(content.chapters?.[1]).toEqual({
      startSec: 20,
      endSec: 40,
      title: "Blue",
      summary: "A red card.",
    });
    expect(content).toMatchObject({
      onScreenText: [{ startSec: 1, endSec: 3, text: "RED" }],
      logos: [{ startSec: 4, endSec: 5, text: "Acme" }],
      speech: [{ startSec: 6, endSec: 8, text: "This one is red." }],
    });
    expect(content).not.toHaveProperty("extra");
  });

  it.each([
    ["fences", (json: string) => `\`\`\`json\n${json}\n\`\`\``],
    ["prose", (json: string) => `Here is {the} answer:\n${json}\nI hope it helps. {}`],
    ["a list around it", (json: string) => `[${json}]`],
  ])("is found inside %s, and marked as repaired", (_, wrap) => {
    const { content, flags } = partOf(wrap(JSON.stringify(answer)));
    expect(content.title).toBe("Two cards");
    expect(flags).toEqual({ ...clean, repaired: true });
  });

  it.each([
    ["prose", "I cannot see a video."],
    ["a wrong type", JSON.stringify({ ...answer, title: 3 })],
    ["a missing field", JSON.stringify({ ...answer, summary: undefined })],
    ["a number as text", JSON.stringify({ ...answer, chapters: [{ ...span, start: "12" }] })],
    ["null for a list", JSON.stringify({ ...answer, chapters: null })],
    ["brackets that do not match", '{"title": ["a"}'],
    ["nesting without end", '{"a":'.repeat(100)],
    ["a list", "[1, 2]"],
  ])("is refused as ANSWER_INVALID with %s", (_, message) => {
    expect(() => readAnswer(stop(message), ANSWER_FIELDS)).toThrow(
      expect.objectContaining({ code: "ANSWER_INVALID" }),
    );
  });

  it("turns clock times to seconds, and leaves out those that do not exist", () => {
    const chapters = [
      { ...span, start: "0:20", end: "1:01:05.5" },
      { ...span, end: "1:61:00" },
    ];
    const { content, flags } = partOf(JSON.stringify({ ...answer, chapters }));
    expect(content.chapters).toEqual([
      { startSec: 20, endSec: 3665.5, title: "Red", summary: "A red card." },
    ]);
    expect(flags).toEqual({ ...clean, repaired: true, clamped: true });
  });

  it("leaves out a time beyond all numbers", () => {
    const message = JSON.stringify(answer).replace('"end":20', '"end":1e999');
    expect(partOf(message).content.chapters).toHaveLength(1);
    expect(partOf(message).flags.clamped).toBe(true);
  });

  it("is whole without what was not asked for: older answers hold no words", () => {
    const { onScreenText: _, logos: __, speech: ___, ...older } = answer;
    const fields = ANSWER_FIELDS.filter((field) => field in older);
    const reading = readAnswer(stop(JSON.stringify(older)), fields);
    expect(reading).toMatchObject({ outcome: "read", part: { content: { title: "Two cards" } } });
    expect(reading).not.toHaveProperty("part.content.speech");
  });

  it("replaces what no store can hold", () => {
    const logos = [{ start: 0, end: 1, brand: "A\0cme" }];
    const { content, flags } = partOf(JSON.stringify({ ...answer, title: "a\ud800b\0c😀", logos }));
    expect(content.title).toBe("a\ufffdb\ufffdc😀");
    expect(content.logos?.[0]?.text).toBe("A\ufffdcme");
    expect(flags.repaired).toBe(true);
  });

  it("is cut to the caps, and never inside a sign", () => {
    const title = `${"x".repeat(CAPS.titleLength - 1)}😀`;
    const hashtags = Array.from({ length: 10_000 }, (_, index) => `tag${index}`);
    const { content, flags } = partOf(JSON.stringify({ ...answer, title, hashtags }));
    expect(content.title).toBe("x".repeat(CAPS.titleLength - 1));
    expect(content.hashtags).toHaveLength(CAPS.hashtags);
    expect(flags).toEqual({ ...clean, capped: true });
  });
});

describe("a cut answer", () => {
  const json = JSON.stringify(answer);

  it("is known by its reason before it is parsed", () => {
    expect(readAnswer(cut(json), ANSWER_FIELDS)).toEqual({ outcome: "truncated" });
  });

  it("is known by its looks when its reason says otherwise", () => {
    expect(readAnswer(stop(json.slice(0, -20)), ANSWER_FIELDS)).toEqual({ outcome: "truncated" });
  });

  it("keeps the readable part: whole items, and the beginning of a text", () => {
    const timeline = JSON.stringify({
      chapters: [span, { ...span, summary: "The second one is long" }],
      highlights: [],
    });
    const { content, flags } = readCutAnswer(cut(timeline.slice(0, timeline.indexOf(" is long"))), [
      "chapters",
      "highlights",
    ]);
    expect(content.chapters?.map(({ summary }) => summary)).toEqual(["A red card.", "The second one"]);
    expect(content).not.toHaveProperty("highlights");
    expect(flags).toEqual({ ...clean, truncated: true });
  });

  it("drops an item that lacks a field, a half number and a half word of a list", () => {
    const read = (message: string, fields: Parameters<typeof readCutAnswer>[1]) =>
      readCutAnswer(cut(message), fields).content;
    const first = JSON.stringify(span);
    expect(read(`{"chapters":[${first},{"start":2`, ["chapters"]).chapters).toHaveLength(1);
    expect(read('{"title":"A","topics":["dogs","ca', ["title", "topics"])).toEqual({
      title: "A",
      topics: ["dogs"],
    });
    expect(read('{"summary":"caf\\u00', ["summary"])).toEqual({ summary: "caf" });
    expect(read('{"summary":"a \\', ["summary"])).toEqual({ summary: "a " });
  });

  it.each(["", "{", '{"chap', '{"chapters":[{"start":1', "no JSON at all", '{"chapters":[]}'])(
    "is ANSWER_TRUNCATED when nothing can be read: %j",
    (message) => {
      expect(() => readCutAnswer(cut(message), ["chapters"])).toThrow(
        expect.objectContaining({ code: "ANSWER_TRUNCATED" }),
      );
    },
  );
});

describe("closing a cut object", () => {
  it("gives JSON wherever a document is cut, and the end of a whole one", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (value, share) => {
          const json = JSON.stringify(value);
          expect(scanObject(json, 0)).toEqual({ kind: "balanced", end: json.length });
          const scanned = scanObject(json.slice(0, Math.max(1, Math.floor(json.length * share * 0.999))), 0);
          if (scanned.kind !== "cut") throw new Error(scanned.kind);
          expect(typeof JSON.parse(scanned.closed)).toBe("object");
        },
      ),
    );
  });

  it("keeps at least every member that was complete", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), fc.nat(), (texts, at) => {
        const json = JSON.stringify({ texts });
        const end = 10 + (at % (json.length - 10));
        const scanned = scanObject(json.slice(0, end), 0);
        if (scanned.kind !== "cut") throw new Error(scanned.kind);
        const kept = (JSON.parse(scanned.closed) as { texts: string[] }).texts;
        expect(texts.slice(0, kept.length)).toEqual(kept);
      }),
    );
  });
});
