import type { PegasusAnswer } from "../../../lambda/contracts/pegasus.ts";
import { fieldQuestion, storedFields } from "../../../lambda/domain/questions/field-question.ts";
import { openQuestion } from "../../../lambda/domain/questions/open-question.ts";
import {
  answerIdOf,
  guessTokens,
  type QuestionPart,
  questionHash,
} from "../../../lambda/domain/questions/question.ts";

const wishes = { extraPrompt: "", temperature: 0.2, maxOutputTokens: 100 };
const part = (offsetSec: number, durationSec: number): QuestionPart => ({
  bucket: "b",
  key: "k",
  offsetSec,
  durationSec,
});
const said = (value: unknown, finishReason: PegasusAnswer["finishReason"] = "stop"): PegasusAnswer => ({
  message: JSON.stringify(value),
  finishReason,
});
const chapter = (start: number, end: number) => ({ start, end, title: `from ${start}`, summary: "" });

test("the answers for several parts come to stand on one timeline", () => {
  const { read } = fieldQuestion("chapters", wishes);
  const answers = [
    said({ chapters: [chapter(0, 10), chapter(10, 40)] }),
    said({ chapters: [chapter(0, 99)] }),
  ];
  const { chapters } = storedFields(read(answers, [part(0, 30), part(30, 20)]) ?? "");
  expect(chapters?.map(({ startSec, endSec }) => [startSec, endSec])).toEqual([
    [0, 10],
    [10, 30],
    [30, 50],
  ]);
});

test("of a cut answer the readable part counts", () => {
  const { read } = fieldQuestion("chapters", wishes);
  const message = '{"chapters":[{"start":0,"end":5,"title":"a","summary":"b"},{"start":5,';
  expect(
    storedFields(read([{ message, finishReason: "length" }], [part(0, 30)]) ?? "").chapters,
  ).toHaveLength(1);
});

test("an answer without the fields is of no use", () => {
  expect(fieldQuestion("gist", wishes).read([said({ title: "only" })], [part(0, 30)])).toBeUndefined();
});

test("the wishes of the owner and of the caller are in the prompt", () => {
  const { prompt } = fieldQuestion("summary", { ...wishes, extraPrompt: "Be brief.", prompt: "In rhymes." });
  expect(prompt).toContain("Be brief.");
  expect(prompt).toContain("In rhymes.");
});

test("open answers for several parts are joined, documents are not", () => {
  const asked = { prompt: "?", temperature: 0, maxOutputTokens: 1 };
  const two = [said("a"), said("b")];
  const parts = [part(0, 1), part(1, 1)];
  expect(openQuestion({ ...asked, schema: null }, () => true).read(two, parts)).toBe('"a"\n\n"b"');
  expect(openQuestion({ ...asked, schema: { type: "string" } }, () => true).read(two, parts)).toBeUndefined();
});

test("the hash is that of all that shapes the answer, and of nothing else", () => {
  const version = { bucket: "b", key: "k", versionId: "v1" };
  const question = fieldQuestion("summary", wishes);
  const hash = questionHash(version, "pegasus-1.2", [part(0, 30)], question);
  const others = [
    questionHash({ ...version, versionId: "v2" }, "pegasus-1.2", [part(0, 30)], question),
    questionHash(version, "pegasus-1.5", [part(0, 30)], question),
    questionHash(version, "pegasus-1.2", [part(0, 20)], question),
    questionHash(version, "pegasus-1.2", [part(0, 30)], { ...question, temperature: 0 }),
    questionHash(version, "pegasus-1.2", [part(0, 30)], { ...question, schema: null }),
  ];
  expect(new Set([hash, ...others]).size).toBe(6);
  expect(questionHash(version, "pegasus-1.2", [{ ...part(0, 30), key: "copy" }], question)).toBe(hash);
});

test("ids of answers are UUIDs that follow from what was asked", () => {
  expect(answerIdOf("a")).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
  expect(answerIdOf("a")).toBe(answerIdOf("a"));
  expect(answerIdOf("a")).not.toBe(answerIdOf("b"));
});

test("tokens are guessed low", () => {
  expect(guessTokens("word ".repeat(1000))).toBe(1250);
});
