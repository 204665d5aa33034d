import fc from "fast-check";
import { type Combination, combine } from "../../../lambda/domain/search/combine.ts";
import { byFusedRank, fuse, type Hit } from "../../../lambda/domain/search/fuse.ts";
import { A, aMatch, B } from "./hits.ts";

/** Hits of one text, each of six seconds. */
const found = (...places: readonly (readonly [video: typeof A, startSec: number, score?: number])[]): Hit[] =>
  fuse(
    [
      places.map(([videoId, startSec, score = 90]) =>
        aMatch({ videoId, startSec, endSec: startSec + 6, score }),
      ),
    ],
    "or",
  );
const spans = (hits: readonly Hit[]) =>
  [...hits].sort(byFusedRank).map(({ videoId, startSec, endSec }) => [videoId, startSec, endSec]);

test.each<[string, Combination, Hit[][], number | undefined, unknown[]]>([
  ["and: of one moment", "and", [found([A, 0], [A, 30]), found([A, 2], [B, 30])], undefined, [[A, 0, 8]]],
  ["and: farther apart", "and", [found([A, 0]), found([A, 16])], undefined, []],
  ["and: ten seconds apart", "and", [found([A, 0]), found([A, 16])], 10, [[A, 0, 22]]],
  ["and: a little farther", "and", [found([A, 0]), found([A, 16])], 9.9, []],
  ["and: three", "and", [found([A, 0]), found([A, 2]), found([B, 0])], undefined, []],
  [
    "or: one moment once, others each",
    "or",
    [found([A, 0]), found([B, 0], [A, 2])],
    undefined,
    [
      [A, 0, 8],
      [B, 0, 6],
    ],
  ],
  ["not: what is excluded", "not", [found([A, 0], [A, 12]), found([A, 1])], undefined, [[A, 12, 18]]],
  ["not: anywhere near", "not", [found([A, 0], [A, 12]), found([A, 1])], 5, []],
  ["not: another video", "not", [found([A, 0]), found([B, 0])], 60, [[A, 0, 6]]],
  ["then: in this order", "then", [found([A, 0], [B, 40]), found([A, 20], [B, 0])], undefined, [[A, 0, 26]]],
  ["then: right after", "then", [found([A, 0]), found([A, 6])], 0, [[A, 0, 12]]],
  ["then: too late", "then", [found([A, 0]), found([A, 20])], 10, []],
  ["then: the next of several", "then", [found([A, 0]), found([A, 50], [A, 20])], undefined, [[A, 0, 26]]],
  ["then: three", "then", [found([A, 0]), found([A, 20]), found([A, 40])], 14, [[A, 0, 46]]],
])("%s", (_, kind, parts, proximitySec, expected) => {
  expect(spans(combine(kind, parts, proximitySec))).toEqual(expected);
});

test("what needs all parts has the score of the worst, what needs one that of the best", () => {
  const parts = [found([A, 0, 95]), found([A, 0, 70])];
  const scores = (kind: Combination) => combine(kind, parts).map(({ score }) => score);
  expect(scores("and")).toEqual([70]);
  expect(scores("or")).toEqual([95]);
});

test("what several parts found comes before what one found", () => {
  const both = combine("or", [found([B, 0], [A, 0]), found([A, 0])]);
  expect([...both].sort(byFusedRank)[0]?.videoId).toBe(A);
});

const anyHits = fc
  .uniqueArray(fc.tuple(fc.constantFrom(A, B), fc.integer({ min: 0, max: 60 })), {
    selector: ([videoId, at]) => `${videoId}${at}`,
    maxLength: 12,
  })
  .map((places) => found(...places));

test("a moment is either left by not or found by and", () => {
  fc.assert(
    fc.property(
      anyHits,
      anyHits,
      fc.option(fc.nat(30), { nil: undefined }),
      (wanted, other, proximitySec) => {
        const left = combine("not", [wanted, other], proximitySec).length;
        const shared = combine("and", [wanted, other], proximitySec).length;
        expect(left + shared).toBe(wanted.length);
      },
    ),
  );
});

test("or covers every moment of every part, and no other", () => {
  fc.assert(
    fc.property(anyHits, anyHits, (one, other) => {
      const hits = combine("or", [one, other]);
      const all = [...one, ...other];
      const within = (a: Hit, b: Hit) =>
        a.videoId === b.videoId && a.startSec >= b.startSec && a.endSec <= b.endSec;
      expect(all.every((hit) => hits.some((moment) => within(hit, moment)))).toBe(true);
      expect(hits.length).toBeLessThanOrEqual(all.length);
    }),
  );
});

test("then begins where its first part was found and ends where its last was", () => {
  fc.assert(
    fc.property(anyHits, anyHits, (one, other) => {
      for (const { videoId, startSec, endSec } of combine("then", [one, other])) {
        expect(one.some((hit) => hit.videoId === videoId && hit.startSec === startSec)).toBe(true);
        expect(other.some((hit) => hit.videoId === videoId && hit.endSec === endSec)).toBe(true);
      }
    }),
  );
});
