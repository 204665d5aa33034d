import { classOf } from "../../../../bin/cli/options/classes.ts";
import { clipOf } from "../../../../bin/cli/options/clip.ts";
import { filterOf } from "../../../../bin/cli/options/filter.ts";
import { duration, secondsOf } from "../../../../bin/cli/options/numbers.ts";

test.each([
  [["city=Rome"], { city: "Rome" }],
  [["city=Rome", "city=Paris"], { city: ["Rome", "Paris"] }],
  [["duration>=60", "duration<120"], { duration: { gte: 60, lt: 120 } }],
  [["width=640"], { width: 640 }],
  [["year=2026"], { year: "2026" }],
  [["note=a=b>c"], { note: "a=b>c" }],
  [["rating > 3"], { rating: { gt: "3" } }],
  [[], undefined],
])("%j is the filter %j", (conditions, filter) => {
  expect(filterOf(conditions)).toEqual(filter);
});

test.each([
  ["83", 83],
  ["83.5", 83.5],
  ["1:23", 83],
  ["1:02:03", 3723],
  ["1:99", undefined],
  ["-1", undefined],
  ["", undefined],
])("%j is %j seconds", (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});

test.each([
  ["beach.mp4@0:20-0:40", { video: "beach.mp4", start: 20, end: 40 }],
  ["a@b.mp4@3-4.5", { video: "a@b.mp4", start: 3, end: 4.5 }],
])("%j is a clip", (text, clip) => {
  expect(clipOf(text)).toEqual(clip);
});

test.each(["beach.mp4", "beach.mp4@", "beach.mp4@5", "beach.mp4@5-5", "beach.mp4@9-5", "@1-2", "a@1-2-3"])(
  "%j is no clip",
  (text) => {
    expect(() => clipOf(text)).toThrow("is no clip");
  },
);

test("a class is a name and what describes it, or its own description", () => {
  expect(classOf("red=red screen, red picture")).toEqual({
    name: "red",
    prompts: ["red screen", "red picture"],
  });
  expect(classOf("blue")).toEqual({ name: "blue", prompts: ["blue"] });
});

test("durations are hours, days and weeks", () => {
  expect(["12h", "90d", "4w"].map(duration)).toEqual([43_200_000, 7_776_000_000, 2_419_200_000]);
  for (const text of ["0d", "5", "d", "-1d", "1y"]) expect(() => duration(text)).toThrow("12h, 90d or 4w");
});
