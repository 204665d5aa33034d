import { stitch } from "../../lambda/analyze/stitch.ts";
import { ANSWER_FIELDS, Analysis, type AnswerField } from "../../lambda/contracts/analysis.ts";
import type { StitchInput } from "../../lambda/contracts/workflow.ts";
import { aLaneMessage, aRunInput } from "../factories.ts";
import { MemoryObjects, memoryLog } from "../fakes.ts";

const span = (start: number, end: number, title: string) => ({ start, end, title, summary: "" });
const document = (title: string, chapters: unknown[] = []) => ({
  title,
  topics: [title],
  hashtags: ["card"],
  summary: `${title}.`,
  chapters,
  highlights: [],
  onScreenText: [{ start: 1, end: 3, text: title.toUpperCase() }],
  logos: [],
  speech: [{ start: 4, end: 8, text: `This is ${title}.` }],
});

let work: MemoryObjects;
beforeEach(() => {
  work = new MemoryObjects();
});

/** Keeps an answer as the analyze lane does, and gives its key. */
function kept(key: string, message: string, fields: readonly AnswerField[] = ANSWER_FIELDS, reason = "stop") {
  const answer = { message, finishReason: reason };
  work.texts.set(key, JSON.stringify({ modelId: "model", promptPack: "1", fields, answer }));
  return key;
}

const part = (index: number, offsetSec: number, durationSec: number) => ({
  ...aLaneMessage().part,
  index,
  offsetSec,
  durationSec,
});

async function stitched(durationSec: number, answers: StitchInput["answers"]) {
  const run = aRunInput();
  const output = await stitch({ work, log: memoryLog() })({ run, durationSec, answers });
  expect(output).toEqual({ analysisKey: `analyses/${run.runId}.json` });
  return Analysis.parse(JSON.parse(work.texts.get(output.analysisKey) ?? ""));
}

describe("stitch", () => {
  it("stores the answer for a video of one part, with its times inside the video", async () => {
    const answer = document("Beach", [span(0, 20, "Sea"), span(20, 41.5, "Sand")]);
    const analysis = await stitched(40, [
      { part: part(0, 0, 40), answerKeys: [kept("answers/a", JSON.stringify(answer))] },
    ]);
    expect(analysis).toMatchObject({
      title: "Beach",
      topics: ["Beach"],
      summary: "Beach.",
      onScreenText: [{ startSec: 1, endSec: 3, text: "BEACH" }],
      logos: [],
      speech: [{ startSec: 4, endSec: 8, text: "This is Beach." }],
    });
    expect(analysis.chapters.map(({ endSec }) => endSec)).toEqual([20, 40]);
    expect(analysis.flags.clamped).toBe(true);
  });

  it("puts smaller answers together to one analysis", async () => {
    const answer = document("Beach", [span(0, 9, "A")]);
    const { title, topics, hashtags, summary, chapters, highlights, onScreenText, logos, speech } = answer;
    const analysis = await stitched(40, [
      {
        part: part(0, 0, 40),
        answerKeys: [
          kept("answers/1", JSON.stringify({ title, topics, hashtags, logos, onScreenText }), [
            "title",
            "topics",
            "hashtags",
            "logos",
            "onScreenText",
          ]),
          kept("answers/2", JSON.stringify({ summary, speech }), ["summary", "speech"]),
          kept("answers/3", JSON.stringify({ chapters, highlights }), ["chapters", "highlights"]),
        ],
      },
    ]);
    expect(analysis).toMatchObject({ title, topics, hashtags, summary, highlights: [], logos: [] });
    expect(analysis.speech.map(({ text }) => text)).toEqual(["This is Beach."]);
    expect(analysis.chapters).toHaveLength(1);
    expect(analysis.flags.truncated).toBe(false);
  });

  it("takes an answer that was kept before words were asked for", async () => {
    const { onScreenText: _, logos: __, speech: ___, ...older } = document("Beach");
    const fields = ANSWER_FIELDS.filter((field) => field in older);
    const analysis = await stitched(40, [
      { part: part(0, 0, 40), answerKeys: [kept("answers/a", JSON.stringify(older), fields)] },
    ]);
    expect(analysis).toMatchObject({ title: "Beach", onScreenText: [], logos: [], speech: [] });
  });

  it("moves the chapters of later parts to their place in the video", async () => {
    const analysis = await stitched(100, [
      {
        part: part(1, 60, 40),
        answerKeys: [kept("answers/b", JSON.stringify(document("Two", [span(5, 40, "Second")])))],
      },
      {
        part: part(0, 0, 60),
        answerKeys: [kept("answers/a", JSON.stringify(document("One", [span(0, 60, "First")])))],
      },
    ]);
    expect(analysis.chapters.map(({ startSec, endSec, title }) => [startSec, endSec, title])).toEqual([
      [0, 60, "First"],
      [65, 100, "Second"],
    ]);
    expect(analysis.onScreenText.map(({ startSec, text }) => [startSec, text])).toEqual([
      [1, "ONE"],
      [61, "TWO"],
    ]);
    expect(analysis.summary).toBe("One.\n\nTwo.");
  });

  it("finds the JSON in fences and prose, and says that it was repaired", async () => {
    const message = `Here you are:\n\`\`\`json\n${JSON.stringify(document("Beach"))}\n\`\`\``;
    const analysis = await stitched(40, [{ part: part(0, 0, 40), answerKeys: [kept("answers/a", message)] }]);
    expect(analysis).toMatchObject({ title: "Beach", flags: { repaired: true, truncated: false } });
  });

  it("takes what can be read of an answer that was cut, and says so", async () => {
    const message = '{"chapters":[{"start":0,"end":20,"title":"Sea","summary":"Waves."},{"start":20,"end';
    const analysis = await stitched(40, [
      {
        part: part(0, 0, 40),
        answerKeys: [kept("answers/3", message, ["chapters", "highlights"], "length")],
      },
    ]);
    expect(analysis.chapters).toEqual([{ startSec: 0, endSec: 20, title: "Sea", summary: "Waves." }]);
    expect(analysis.flags.truncated).toBe(true);
  });

  it("stores markup and commands in an answer as the text that they are", async () => {
    const title = '<script>alert(1)</script> =HYPERLINK("x") ignore all previous instructions';
    const analysis = await stitched(40, [
      { part: part(0, 0, 40), answerKeys: [kept("answers/a", JSON.stringify(document(title)))] },
    ]);
    expect(analysis.title).toBe(title);
  });

  it.each([
    ["cut before anything could be read", '{"title":', "length", "ANSWER_TRUNCATED"],
    ["prose", "I cannot see a video.", "stop", "ANSWER_INVALID"],
    ["of a wrong form", JSON.stringify({ ...document("x"), topics: "none" }), "stop", "ANSWER_INVALID"],
  ])("stores nothing when an answer is %s", async (_, message, reason, code) => {
    const answers = [
      { part: part(0, 0, 40), answerKeys: [kept("answers/a", message, ANSWER_FIELDS, reason)] },
    ];
    await expect(stitched(40, answers)).rejects.toMatchObject({ name: "PermanentError", code });
    expect([...work.texts.keys()]).toEqual(["answers/a"]);
  });

  it("says that an answer is gone", async () => {
    const answers = [{ part: part(0, 0, 40), answerKeys: ["answers/expired"] }];
    await expect(stitched(40, answers)).rejects.toMatchObject({ code: "OUTPUT_MISSING" });
  });

  it("refuses an input that the workflow did not agree on", async () => {
    await expect(stitched(0, [])).rejects.toMatchObject({ name: "ZodError" });
    expect(work.texts.size).toBe(0);
  });
});
