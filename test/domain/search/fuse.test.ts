import fc from "fast-check";
import { byFusedRank, fuse, type Hit } from "../../../lambda/domain/search/fuse.ts";
import { type Match, rankMatches } from "../../../lambda/domain/search/match.ts";
import { A, aMatch, B } from "./hits.ts";

const sorted = (hits: readonly Hit[]) => [...hits].sort(byFusedRank);
const spans = (hits: readonly Hit[]) =>
  hits.map(({ videoId, startSec, endSec }) => [videoId, startSec, endSec]);

const matches = (option: Match["option"]) =>
  fc
    .uniqueArray(
      fc.record({
        videoId: fc.constantFrom(A, B),
        at: fc.integer({ min: 0, max: 20 }),
        score: fc.integer({ min: 0, max: 100 }),
      }),
      { selector: ({ videoId, at }) => `${videoId}${at}`, maxLength: 20 },
    )
    .map((all) =>
      rankMatches(
        all.map(({ videoId, at, score }) =>
          aMatch({ option, videoId, score, startSec: at * 6, endSec: at * 6 + 6, similarity: score / 100 }),
        ),
        0,
      ),
    );

it("gives each option the same weight over 60 and its rank", () => {
  const visual = [aMatch({ videoId: B }), aMatch()];
  const audio = [aMatch({ option: "audio", score: 70 })];
  const [first, second] = sorted(fuse([visual, audio], "or"));
  expect(first).toMatchObject({ videoId: A, score: 90, fused: 0.5 / 62 + 0.5 / 61 });
  expect(first?.matches.map(({ option, rank }) => [option, rank])).toEqual([
    ["visual", 2],
    ["audio", 1],
  ]);
  expect(second).toMatchObject({ videoId: B, fused: 0.5 / 61 });
});

it("makes one hit of what overlaps by more than half of the shorter, and spans both", () => {
  const visual = [aMatch({ startSec: 6, endSec: 12 })];
  const hits = (startSec: number, endSec: number) =>
    spans(fuse([visual, [aMatch({ option: "logo", startSec, endSec })]], "or"));
  expect(hits(8, 9)).toEqual([[A, 6, 12]]);
  expect(hits(10, 13)).toEqual([[A, 6, 13]]);
  expect(hits(11, 13)).toEqual([
    [A, 6, 12],
    [A, 11, 13],
  ]);
});

it("keeps with `and` what every option found, with the worst of the scores", () => {
  const visual = [aMatch({ score: 95 }), aMatch({ videoId: B })];
  const audio = [aMatch({ option: "audio", score: 50 })];
  expect(fuse([visual, audio], "and")).toMatchObject([{ videoId: A, score: 50 }]);
});

it("orders one option as that option does", () => {
  fc.assert(
    fc.property(matches("visual"), (ranking) => {
      expect(spans(sorted(fuse([ranking], "or")))).toEqual(
        ranking.map(({ videoId, startSec, endSec }) => [videoId, startSec, endSec]),
      );
    }),
  );
});

it("loses no match and invents none", () => {
  fc.assert(
    fc.property(matches("visual"), matches("audio"), (visual, audio) => {
      const found = fuse([visual, audio], "or").flatMap((hit) => hit.matches);
      expect(found).toHaveLength(visual.length + audio.length);
    }),
  );
});

it("keeps with `and` a part of what it keeps with `or`", () => {
  fc.assert(
    fc.property(matches("visual"), matches("audio"), (visual, audio) => {
      const all = spans(fuse([visual, audio], "or")).map(String);
      const both = spans(fuse([visual, audio], "and")).map(String);
      expect(all).toEqual(expect.arrayContaining(both));
    }),
  );
});
