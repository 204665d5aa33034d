import { bestClips } from "../../../lambda/domain/classify/class-clips.ts";
import { classMatches } from "../../../lambda/domain/classify/class-matches.ts";
import type { VideoClass } from "../../../lambda/domain/classify/classes.ts";
import { needsWords, promptsToEmbed } from "../../../lambda/domain/classify/classes.ts";
import type { Evidence } from "../../../lambda/domain/classify/evidence.ts";
import { aClass, straightModel, visualEvidence } from "./compared.ts";

const clipsOf = (videoClass: VideoClass, evidence: Evidence, minClipScore = 73, most = 100) =>
  bestClips(classMatches(videoClass, evidence, straightModel, minClipScore), most);

test("lists a span once for every prompt that it matches, the best first, then by time", () => {
  const evidence = visualEvidence(
    ["sea", "sand"],
    [
      [0, 6, 0.8, 0.75],
      [6, 12, 0.9, 0.72],
      [12, 18, 0.8, 0.1],
    ],
  );
  expect(clipsOf(aClass({ prompts: ["sea", "sand"] }), evidence)).toEqual([
    { startSec: 6, endSec: 12, score: 90, option: "visual", prompt: "sea" },
    { startSec: 0, endSec: 6, score: 80, option: "visual", prompt: "sea" },
    { startSec: 12, endSec: 18, score: 80, option: "visual", prompt: "sea" },
    { startSec: 0, endSec: 6, score: 75, option: "visual", prompt: "sand" },
  ]);
});

test("lists no more clips than wanted, and those are the best", () => {
  const rows = Array.from({ length: 50 }, (_, at) => [at, at + 1, ((at * 7) % 50) / 50] as const);
  const clips = clipsOf(aClass(), visualEvidence(["prompt"], rows), 0, 3);
  expect(clips.map(({ score }) => score)).toEqual([98, 96, 94]);
});

test("a clip with exactly the least score matches", () => {
  expect(clipsOf(aClass(), visualEvidence(["prompt"], [[0, 6, 0.75]]), 75)).toHaveLength(1);
});

const texts: Evidence = {
  ...visualEvidence(["Open Source"], [[0, 6, 0.99]]),
  texts: {
    text_in_video: [
      { startSec: 1, endSec: 2, text: "source: OPEN data" },
      { startSec: 3, endSec: 4, text: "open" },
    ],
    conversation: [{ startSec: 5, endSec: 6, text: "It is open source." }],
  },
};

test("text on screen matches when it holds all words of a prompt, and what the picture looks like does not count", () => {
  expect(clipsOf(aClass({ prompts: ["Open Source"], options: ["text_in_video"] }), texts)).toEqual([
    { startSec: 1, endSec: 2, score: 92.28, option: "text_in_video", prompt: "Open Source" },
  ]);
});

test("an exact match does not pass a higher least score", () => {
  expect(clipsOf(aClass({ prompts: ["Open Source"], options: ["text_in_video"] }), texts, 93)).toEqual([]);
});

test("a prompt without words matches no text", () => {
  expect(clipsOf(aClass({ prompts: ["!?"], options: ["text_in_video", "conversation"] }), texts)).toEqual([]);
});

test("speech matches by its embedding and by its words, or by its words alone", () => {
  const [visual] = texts.segments.values();
  const evidence = { ...texts, segments: new Map(visual ? [["transcription", visual]] : []) };
  const speech = aClass({ prompts: ["Open Source"], options: ["conversation"] });
  expect(clipsOf(speech, evidence).map(({ startSec, score }) => [startSec, score])).toEqual([
    [0, 99],
    [5, 92.28],
  ]);
  expect(clipsOf({ ...speech, conversation: "exact_match" }, evidence)).toHaveLength(1);
});

test("embeds each prompt once for the options that embeddings answer", () => {
  const classes = [
    aClass({ prompts: ["a", "b"], options: ["visual", "text_in_video", "logo"] }),
    aClass({ prompts: ["b", "c"], options: ["visual", "conversation"] }),
    aClass({ prompts: ["d"], options: ["conversation"], conversation: "exact_match" }),
  ];
  expect(promptsToEmbed(classes, straightModel)).toEqual(
    new Map([
      ["visual", ["a", "b", "c"]],
      ["transcription", ["b", "c"]],
    ]),
  );
});

test.each([
  ["visual", false],
  ["audio", false],
  ["conversation", true],
  ["text_in_video", true],
  ["logo", true],
] as const)("looking for %s in words: %s", (option, expected) => {
  expect(needsWords([aClass({ options: ["visual"] }), aClass({ options: [option] })])).toBe(expected);
});
