import fc from "fast-check";
import {
  leastSimilarity,
  rankMatches,
  scoreFor,
  similarMatches,
  wordMatches,
} from "../../../lambda/domain/search/match.ts";
import { CALIBRATION } from "../../../lambda/models/calibration.ts";
import { SEARCH_OPTIONS } from "../../../lambda/models/model.ts";
import { A, aMatch, B } from "./hits.ts";

const cosine = fc.double({ min: -1, max: 1, noNaN: true });
const option = fc.constantFrom(...SEARCH_OPTIONS);

describe("the score of a segment", () => {
  it("rises with the similarity in every option", () => {
    fc.assert(
      fc.property(option, cosine, cosine, (each, a, b) => {
        fc.pre(a < b);
        expect(scoreFor(each, CALIBRATION, a)).toBeLessThanOrEqual(scoreFor(each, CALIBRATION, b));
      }),
    );
  });

  it.each(["text_in_video", "logo"] as const)("stays below medium for %s without a word", (each) => {
    expect(scoreFor(each, CALIBRATION, 1)).toBeLessThan(CALIBRATION.bands.medium);
  });

  it("is not reached below the least similarity", () => {
    fc.assert(
      fc.property(option, cosine, fc.double({ min: 0, max: 100, noNaN: true }), (each, similarity, least) => {
        fc.pre(scoreFor(each, CALIBRATION, similarity) >= least);
        expect(leastSimilarity(each, CALIBRATION, least)).toBeLessThanOrEqual(similarity);
      }),
    );
  });
});

describe("matches by words", () => {
  const texts = [
    { videoId: A, startSec: 1, endSec: 2, text: "Study abroad: Paris" },
    { videoId: A, startSec: 8, endSec: 9, text: "paris" },
    { videoId: A, startSec: 9, endSec: 10, text: "London" },
  ];

  it("score by the share of the words, and a text without any is none", () => {
    expect(wordMatches("text_in_video", ["study", "paris"], texts, false)).toMatchObject([
      { startSec: 1, score: 92.28, wordShare: 1, text: "Study abroad: Paris" },
      { startSec: 8, score: 46.14, wordShare: 0.5 },
    ]);
  });

  it("need all words when they are to be exact", () => {
    expect(wordMatches("conversation", ["study", "paris"], texts, true)).toMatchObject([{ startSec: 1 }]);
  });
});

describe("the ranking of an option", () => {
  it("is by score, then video and time, without what scores too little", () => {
    const matches = [
      aMatch({ videoId: B, score: 80 }),
      aMatch({ startSec: 12, endSec: 18, score: 80 }),
      aMatch({ startSec: 6, endSec: 12, score: 80 }),
      aMatch({ score: 95 }),
      aMatch({ startSec: 30, endSec: 36, score: 45.99 }),
    ];
    expect(
      rankMatches(matches, 46).map(({ videoId, startSec, score }) => [videoId, startSec, score]),
    ).toEqual([
      [A, 0, 95],
      [A, 6, 80],
      [A, 12, 80],
      [B, 0, 80],
    ]);
  });

  it("has a moment once: a word that is read in a segment stands for it, and keeps its similarity", () => {
    const segment = aMatch({ option: "text_in_video", score: 60, similarity: 0.31 });
    const word = wordMatches(
      "text_in_video",
      ["libya"],
      [{ videoId: A, startSec: 2, endSec: 3, text: "LIBYA" }],
      false,
    );
    expect(rankMatches([segment, ...word], 0)).toEqual([{ ...word[0], similarity: 0.31 }]);
  });

  it("does not depend on the order in which matches come", () => {
    const similar = fc.record({
      videoId: fc.constantFrom(A, B),
      startSec: fc.integer({ min: 0, max: 50 }).map((n) => n * 6),
      similarity: fc.constantFrom(0.1, 0.2, 0.3, 0.4),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(similar, {
          selector: ({ videoId, startSec }) => `${videoId}${startSec}`,
          maxLength: 30,
        }),
        (segments) => {
          const matches = similarMatches(
            "visual",
            CALIBRATION,
            segments.map((segment) => ({ ...segment, endSec: segment.startSec + 6 })),
          );
          expect(rankMatches([...matches].reverse(), 0)).toEqual(rankMatches(matches, 0));
        },
      ),
    );
  });
});
