import fc from "fast-check";
import { fuse } from "../../../lambda/domain/search/fuse.ts";
import { type GroupBy, itemsOf } from "../../../lambda/domain/search/group.ts";
import type { Match } from "../../../lambda/domain/search/match.ts";
import { mergeMoments } from "../../../lambda/domain/search/moments.ts";
import { A, aMatch, B } from "./hits.ts";

const merged = (...matches: readonly Match[]) => mergeMoments(fuse([matches], "or"));
const spans = (...matches: readonly Match[]) =>
  merged(...matches).map(({ startSec, endSec }) => [startSec, endSec]);
const span = (startSec: number, endSec: number, score = 90) => aMatch({ startSec, endSec, score });

describe("neighbouring hits", () => {
  it("become one moment with the score and the rank of the best", () => {
    expect(merged(span(26, 32, 92), span(20, 26, 90), span(32, 40, 88))).toMatchObject([
      { startSec: 20, endSec: 40, score: 92, fused: 1 / 61, matches: [{ rank: 1 }] },
    ]);
  });

  it("stay apart where the score falls: the blue half of a clip that is red first is one hit", () => {
    const red = [span(0, 5, 20), span(5, 10, 22), span(10, 15, 20), span(15, 20, 21)];
    const blue = [span(20, 25, 96), span(25, 30, 95), span(30, 35, 96), span(35, 40, 94)];
    expect(spans(...blue, ...red)).toEqual([
      [20, 40],
      [0, 20],
    ]);
  });

  it("stay apart with time between them, in other videos, and where other options matched", () => {
    expect(spans(span(0, 6), span(7, 12))).toHaveLength(2);
    expect(spans(span(0, 6), span(6.4, 12))).toEqual([[0, 12]]);
    expect(spans(span(0, 6), aMatch({ videoId: B, startSec: 6, endSec: 12 }))).toHaveLength(2);
    const audio = aMatch({ option: "audio", startSec: 6, endSec: 12 });
    expect(mergeMoments(fuse([[span(0, 6), span(6, 12)], [audio]], "or"))).toHaveLength(2);
  });

  it("stay apart where other words were read", () => {
    const read = (startSec: number, text: string) =>
      aMatch({ option: "logo", startSec, endSec: startSec + 1, wordShare: 1, text });
    expect(spans(read(4, "Acme"), read(5, "Acme"), read(6, "Acme Paris"))).toEqual([
      [4, 6],
      [6, 7],
    ]);
  });

  it("of a video that shows one thing all the time become one moment a minute", () => {
    const hour = Array.from({ length: 600 }, (_, at) => span(at * 6, at * 6 + 6));
    const found = spans(...hour);
    expect(found).toHaveLength(60);
    expect(found[0]).toEqual([0, 60]);
  });
});

const segments = fc
  .uniqueArray(
    fc.record({
      videoId: fc.constantFrom(A, B),
      at: fc.integer({ min: 0, max: 60 }),
      score: fc.integer({ min: 0, max: 100 }),
    }),
    { selector: ({ videoId, at }) => `${videoId}${at}`, maxLength: 60 },
  )
  .map((all) =>
    all
      .map(({ videoId, at, score }) => aMatch({ videoId, score, startSec: at * 6, endSec: at * 6 + 6 }))
      .sort((a, b) => b.score - a.score),
  );

it("covers exactly the time that the hits cover, each second once", () => {
  fc.assert(
    fc.property(segments, (matches) => {
      const length = (all: readonly { startSec: number; endSec: number }[]) =>
        all.reduce((sum, { startSec, endSec }) => sum + endSec - startSec, 0);
      expect(length(merged(...matches))).toBe(length(matches));
    }),
  );
});

it("is in the order of the best hits", () => {
  fc.assert(
    fc.property(segments, (matches) => {
      const found = merged(...matches);
      const fused = found.map((hit) => hit.fused);
      expect(fused).toEqual([...fused].sort((a, b) => b - a));
      expect(found[0]?.score).toBe(matches[0]?.score);
    }),
  );
});

describe("the items of pages", () => {
  it("hold every hit once, however they are grouped and sorted", () => {
    fc.assert(
      fc.property(segments, fc.constantFrom<GroupBy>("clip", "video"), (matches, groupBy) => {
        const hits = merged(...matches);
        const ranks = itemsOf(hits, groupBy, "score").flatMap((item) => item.map(({ rank }) => rank));
        expect(ranks.sort((a, b) => a - b)).toEqual(hits.map((_, at) => at + 1));
      }),
    );
  });

  it("are videos by their best hit, or by how many they have", () => {
    const hits = merged(aMatch({ videoId: B, score: 95 }), span(0, 6, 90), span(12, 18, 88));
    const order = (sort: "score" | "clip_count") =>
      itemsOf(hits, "video", sort).map(([first]) => first?.videoId);
    expect(order("score")).toEqual([B, A]);
    expect(order("clip_count")).toEqual([A, B]);
  });

  it("are a thousand hits at most", () => {
    const hits = merged(...Array.from({ length: 1200 }, (_, at) => span(at * 10, at * 10 + 6)));
    expect(itemsOf(hits, "clip", "score")).toHaveLength(1000);
  });
});
