import { meanVector } from "../../../lambda/domain/search/mean-vector.ts";
import { hasOption, inOrder } from "../../../lambda/domain/search/options.ts";
import { isSearchable } from "../../../lambda/domain/search/searchable.ts";
import { isTooLong } from "../../../lambda/domain/search/text-length.ts";
import { bandsFor, leastScore } from "../../../lambda/domain/search/threshold.ts";
import { CALIBRATION } from "../../../lambda/models/calibration.ts";
import type { SearchOption } from "../../../lambda/models/model.ts";
import { aVideo } from "../../factories.ts";

const engine = (...options: string[]) => [{ name: "marengo2.6", options }];

it.each<[SearchOption, ReturnType<typeof engine> | undefined, boolean]>([
  ["logo", undefined, true],
  ["logo", engine(), true],
  ["logo", engine("visual", "logo"), true],
  ["logo", engine("visual"), false],
  ["text_in_video", engine("visual", "conversation"), false],
  ["conversation", engine("visual"), false],
  ["conversation", engine("visual", "conversation"), true],
  ["conversation", engine("visual", "audio"), true],
  ["visual", engine("conversation"), true],
  ["audio", engine("visual"), true],
])("searches %s in an index of %j: %s", (option, engines, expected) => {
  expect(hasOption(engines, option)).toBe(expected);
});

it("takes options once and in one order", () => {
  expect(inOrder(["audio", "visual", "audio", "logo"])).toEqual(["visual", "logo", "audio"]);
});

it.each([
  [0, { high: 73, medium: 63, low: 36 }],
  [0.5, CALIBRATION.bands],
  [1, { high: 93, medium: 83, low: 56 }],
])("moves the bands by strictness %s", (strictness, bands) => {
  expect(bandsFor(CALIBRATION, strictness)).toEqual(bands);
});

it.each([
  ["high", 83],
  ["medium", 73],
  ["low", 46],
  ["none", 0],
  [55.5, 55.5],
] as const)("asks for threshold %s a score of %s", (threshold, score) => {
  expect(leastScore(threshold, CALIBRATION.bands)).toBe(score);
});

it.each([
  ["a short query", 77, false],
  [Array.from({ length: 77 }, () => "word").join(" "), 77, false],
  [Array.from({ length: 78 }, () => "word").join(" "), 77, true],
  ["x".repeat(77 * 32), 77, false],
  ["x".repeat(77 * 32 + 1), 77, true],
  ["x".repeat(1_000_000), 500, true],
])("knows a text that cannot be under the limit (%#)", (text, maxTokens, expected) => {
  expect(isTooLong(text, maxTokens)).toBe(expected);
});

it("makes a mean of unit length that is as near to each of two vectors", () => {
  const mean = meanVector([Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0)]);
  expect(Array.from(mean, (value) => Math.round(value * 1000))).toEqual([707, 707, 0]);
});

const summary = { ...aVideo(), currentRunId: aVideo().latestRunId };
it.each([
  [{ status: "READY" }, true],
  [{ status: "PARTIAL" }, true],
  [{ status: "PROCESSING", stale: true }, true],
  [{ status: "READY", currentRunId: undefined }, false],
  [{ status: "PROCESSING", currentRunId: undefined }, false],
  [{ status: "FAILED", currentRunId: undefined }, false],
  // A reprocessing of the same version failed: what was obtained before still holds.
  [{ status: "FAILED" }, true],
  [{ status: "DELETED" }, false],
] as const)("searches a video with %j: %s", (change, expected) => {
  const { currentRunId, ...others } = { ...summary, ...change };
  expect(isSearchable(currentRunId === undefined ? others : { ...others, currentRunId })).toBe(expected);
});
