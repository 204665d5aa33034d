import fc from "fast-check";
import type { VideoSummary } from "../../lambda/contracts/library-items.ts";
import { parseVideoFilter } from "../../lambda/domain/video-filter.ts";
import type { VideoId } from "../../lambda/keys.ts";
import { AT, aVideo } from "../factories.ts";

const video = (change: Partial<VideoSummary> = {}): VideoSummary => ({ ...aVideo(), ...change });

function accepts(filter: unknown, change: Partial<VideoSummary> = {}): boolean {
  const parsed = parseVideoFilter(filter);
  if (!parsed.ok) throw new Error(parsed.faults.join());
  return parsed.accepts(video(change));
}

const other = "0".repeat(24) as VideoId;

test.each<[unknown, Partial<VideoSummary>, boolean]>([
  [{}, {}, true],
  [{ id: aVideo().videoId }, {}, true],
  [{ id: [other, aVideo().videoId] }, {}, true],
  [{ id: [other] }, {}, false],
  [{ filename: "beach.mp4" }, {}, true],
  [{ filename: "holiday/beach.mp4" }, {}, false],
  [{ duration: 12 }, { durationSec: 12 }, true],
  [{ duration: { gte: 10, lte: 20 } }, { durationSec: 20 }, true],
  [{ duration: { gt: 10, lt: 20 } }, { durationSec: 20 }, false],
  [{ duration: { gte: 0 } }, {}, false],
  [{ size: { gte: 1000 } }, {}, true],
  [{ width: 640, height: 360 }, { width: 640, height: 360 }, true],
  [{ width: 640, height: 361 }, { width: 640, height: 360 }, false],
  [{ fps: { lte: 25 } }, { fps: 23.98 }, true],
  [{ created_at: AT }, { createdAt: AT }, true],
  [{ created_at: "2026-11-21" }, { createdAt: AT }, true],
  [{ created_at: "2026-11-21T10:00:01Z" }, { createdAt: AT }, false],
  [{ created_at: { lte: "2026-11-21T11:00:00+01:00" } }, { createdAt: AT }, true],
  [{ category: "news" }, { metadata: { category: "news" } }, true],
  [{ "metadata.category": "news" }, { metadata: { category: "news" } }, true],
  [{ "metadata.duration": 3 }, { metadata: { duration: 3 } }, true],
  [{ category: ["news", "sport"] }, { metadata: { category: "sport" } }, true],
  [{ category: "news" }, {}, false],
  [{ rating: { gte: 7 } }, { metadata: { rating: "8" } }, true],
  [{ rating: 9.5 }, { metadata: { rating: "9.50" } }, true],
  [{ needsReview: true }, { metadata: { needsReview: "true" } }, true],
  [{ toString: "x" }, { metadata: {} }, false],
])("%j on %j: %s", (filter, change, expected) => {
  expect(accepts(filter, change)).toBe(expected);
});

test.each([
  [null, /not an object/],
  [[], /not an object/],
  ["duration", /not an object/],
  [{ duration: "12" }, /duration takes numbers/],
  [{ duration: { between: 12 } }, /duration does not take between/],
  [{ duration: {} }, /duration has no condition/],
  [{ created_at: "yesterday" }, /created_at takes times/],
  [{ id: { gte: "a" } }, /id takes an id or a list/],
  [{ id: [] }, /id takes 1 to/],
  [{ category: { gte: [] } }, /category takes texts, numbers/],
  [{ "metadata.": 1 }, /needs a name/],
  [Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`a${at}`, 1])), /more than 50/],
])("says what is wrong with %j", (filter, fault) => {
  expect(parseVideoFilter(filter)).toMatchObject({ ok: false, faults: [expect.stringMatching(fault)] });
});

test("tells which videos it names, for a search that looks at these alone", () => {
  const ids = [aVideo().videoId, other];
  expect(parseVideoFilter({ id: ids, duration: 3 })).toMatchObject({ videoIds: ids, isEmpty: false });
  expect(parseVideoFilter({ id: ids, video_id: other })).toMatchObject({ videoIds: [other] });
  expect(parseVideoFilter({})).not.toHaveProperty("videoIds");
});

test("all conditions have to hold: two filters together accept what each of them accepts", () => {
  const range = fc.record({ gte: fc.integer({ max: 100 }), lte: fc.integer({ min: 0 }) });
  fc.assert(
    fc.property(range, range, fc.integer(), fc.integer(), (duration, size, durationSec, sizeBytes) => {
      const change = { durationSec, sizeBytes };
      expect(accepts({ duration, size }, change)).toBe(
        accepts({ duration }, change) && accepts({ size }, change),
      );
    }),
  );
});

test("a number keeps exactly one of less, equal and greater", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (actual, value) => {
      const hits = ["lt", "=", "gt"].filter((operator) =>
        accepts({ duration: { [operator]: value } }, { durationSec: actual }),
      );
      expect(hits).toHaveLength(1);
    }),
  );
});

test("no filter makes the parser fail", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (filter) => {
      const parsed = parseVideoFilter(filter);
      if (parsed.ok) expect(typeof parsed.accepts(video())).toBe("boolean");
    }),
  );
});
