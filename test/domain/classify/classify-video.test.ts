import fc from "fast-check";
import { BestOf } from "../../../lambda/domain/classify/best-of.ts";
import type { VideoClass } from "../../../lambda/domain/classify/classes.ts";
import { classifyVideo, normalizedScores } from "../../../lambda/domain/classify/classify-video.ts";
import { classifiedVideos } from "../../../lambda/domain/classify/ranking.ts";
import type { RunId, VideoId } from "../../../lambda/keys.ts";
import { aClass, straightModel, visualEvidence } from "./compared.ts";

const ALL = { minClipScore: 73, minVideoScore: 0, minDurationRatio: 0 };
const colours = ["red", "green", "blue"].map((name) => aClass({ name, prompts: [name] }));
/** 40 s of which the first half is red and the second blue. */
const redThenBlue = visualEvidence(
  ["red", "green", "blue"],
  [
    [0, 10, 0.9, 0.1, 0.1],
    [10, 20, 0.9, 0.1, 0.2],
    [20, 30, 0.1, 0.1, 0.85],
    [30, 40, 0.2, 0.1, 0.85],
  ],
);
const namesOf = (classes: readonly VideoClass[], thresholds: Partial<typeof ALL>) =>
  classifyVideo(classes, redThenBlue, 40, {
    model: straightModel,
    thresholds: { ...ALL, ...thresholds },
  }).map(({ name }) => name);

test("gives a video the classes that it shows, the best first", () => {
  expect(namesOf(colours, {})).toEqual(["red", "blue"]);
});

test.each([
  [0.4, ["red", "blue"]],
  [0.5, ["red", "blue"]],
  [0.6, []],
])("with a least ratio of %d, a class that fills half of a clip gives %j", (minDurationRatio, expected) => {
  expect(namesOf(colours, { minDurationRatio })).toEqual(expected);
});

test("a class passes with exactly the least score that is shown", () => {
  const found = classifyVideo(colours, redThenBlue, 40, { model: straightModel, thresholds: ALL });
  const [red, blue] = found.map(({ score }) => score);
  expect(namesOf(colours, { minVideoScore: red ?? 0 })).toEqual(["red"]);
  expect(namesOf(colours, { minVideoScore: blue ?? 0 })).toEqual(["red", "blue"]);
});

test("a video without a stated length is as long as its last segment says", () => {
  const [red] = classifyVideo(colours, redThenBlue, undefined, { model: straightModel, thresholds: ALL });
  expect(red?.durationRatio).toBe(0.5);
});

test("the order of classes and of prompts in the request changes nothing", () => {
  const classes = [
    aClass({ name: "warm", prompts: ["red", "green"] }),
    aClass({ name: "cold", prompts: ["blue", "green"] }),
    aClass({ name: "chilly", prompts: ["green", "blue"] }),
    ...colours,
  ];
  const rules = { model: straightModel, thresholds: ALL };
  const expected = classifyVideo(classes, redThenBlue, 40, rules);
  fc.assert(
    fc.property(
      fc.shuffledSubarray(classes, { minLength: classes.length }),
      fc.boolean(),
      (shuffled, isReversed) => {
        const asked = shuffled.map((each) => ({
          ...each,
          prompts: isReversed ? each.prompts.toReversed() : each.prompts,
        }));
        expect(classifyVideo(asked, redThenBlue, 40, rules)).toEqual(expected);
      },
    ),
  );
});

test("normalizes to the numbers that were recorded", () => {
  expect(normalizedScores([96.23, 90.78])).toEqual([51.457, 48.543]);
  expect(normalizedScores([88])).toEqual([100]);
  expect(normalizedScores([0, 0])).toEqual([50, 50]);
});

test("normalized scores sum to 100 and keep the order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 100 }), (points) => {
      const scores = points.map((point) => point / 100);
      const normalized = normalizedScores(scores);
      const sum = normalized.reduce((total, share) => total + share, 0);
      expect(Math.abs(sum - 100)).toBeLessThanOrEqual(0.0005 * scores.length + 1e-9);
      for (const [at, score] of scores.entries()) {
        if (score > (scores[at + 1] ?? score))
          expect(normalized[at]).toBeGreaterThanOrEqual(normalized[at + 1] ?? 0);
      }
    }),
  );
});

test("keeps the first of many in their order, as sorting all of them would", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), fc.integer({ min: 1, max: 10 }), (numbers, most) => {
      const best = new BestOf<number>(most, (a, b) => a - b);
      for (const number of numbers) best.add(number);
      expect(best.sorted()).toEqual(numbers.toSorted((a, b) => a - b).slice(0, most));
    }),
  );
});

test("ranks videos by their best class, and by id where it is equal", () => {
  const best = classifiedVideos(2);
  const zeros = { durationRatio: 1, maxScore: 0, avgScore: 0, durationWeightedScore: 0 };
  for (const [videoId, score] of [
    ["b", 90],
    ["c", 95],
    ["a", 90],
  ] as const) {
    best.add({
      videoId: videoId as VideoId,
      runId: "run" as RunId,
      classes: [
        { name: "one", score, ...zeros },
        { name: "two", score: 1, ...zeros },
      ],
    });
  }
  expect(best.sorted().map(({ videoId }) => videoId)).toEqual(["c", "a", "b"]);
});
