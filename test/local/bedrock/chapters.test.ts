import fc from "fast-check";
import type { Segmentation } from "../../../local/bedrock/marengo/request.ts";
import { segmentsOf } from "../../../local/bedrock/marengo/segments.ts";
import { COLOURS, type PictureSample, type PictureTrack } from "../../../local/bedrock/media/measurement.ts";
import { findChapters } from "../../../local/bedrock/scenes/chapters.ts";

/** A video of plain pictures, one per `[colour, seconds]`. */
function plainVideo(parts: readonly (readonly [number, number])[]): {
  picture: PictureTrack;
  durationSec: number;
} {
  const samples: PictureSample[] = [];
  const cuts: PictureTrack["cuts"][number][] = [];
  let from = 0;
  for (const [colour, seconds] of parts) {
    if (from > 0) cuts.push({ atSec: from, kind: "cut", strength: 1 });
    for (let atSec = from; atSec < from + seconds; atSec += 0.5) samples.push(plain(colour, atSec));
    from += seconds;
  }
  return { picture: { codec: "x", width: 640, height: 360, samples, cuts }, durationSec: from };
}

function plain(colour: number, atSec: number): PictureSample {
  return {
    atSec,
    colours: COLOURS.map((_, index) => (index === colour ? 1 : 0)),
    brightness: 0.5,
    contrast: 0,
    saturation: 0,
    detail: 0,
    motion: 0,
    grid: Array.from({ length: 48 }, (_, index) => ((colour * 7 + (index % 3) * 5) % 13) / 12),
  };
}

const parts = fc.array(fc.tuple(fc.nat(COLOURS.length - 1), fc.integer({ min: 1, max: 30 })), {
  minLength: 1,
  maxLength: 60,
});

it("covers the whole video without gaps, in at most twelve chapters", () => {
  fc.assert(
    fc.property(parts, (given) => {
      const { picture, durationSec } = plainVideo(given);
      const chapters = findChapters(picture, durationSec);
      expect(chapters[0]?.startSec).toBe(0);
      expect(chapters.at(-1)?.endSec).toBe(durationSec);
      for (const [index, { startSec }] of chapters.entries()) {
        if (index > 0) expect(startSec).toBe(chapters[index - 1]?.endSec);
      }
      expect(chapters.length).toBeLessThanOrEqual(12);
    }),
  );
});

it("keeps scenes of a few seconds that look unlike each other", () => {
  const { picture, durationSec } = plainVideo([
    [0, 5],
    [5, 5],
    [3, 5],
    [2, 5],
    [7, 5],
    [12, 5],
  ]);
  expect(findChapters(picture, durationSec).map(({ startSec }) => startSec)).toEqual([0, 5, 10, 15, 20, 25]);
});

it("joins rapid cuts, and scenes that look alike", () => {
  const rapid = plainVideo(Array.from({ length: 60 }, (_, index) => [index % 13, 1] as const));
  expect(findChapters(rapid.picture, rapid.durationSec).length).toBeLessThanOrEqual(12);
  const alike = plainVideo([
    [4, 10],
    [4, 10],
    [4, 10],
  ]);
  expect(findChapters(alike.picture, alike.durationSec)).toHaveLength(1);
});

const segmentations: fc.Arbitrary<Segmentation> = fc.oneof(
  fc.record({ method: fc.constant("dynamic" as const), minSec: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ method: fc.constant("fixed" as const), lengthSec: fc.integer({ min: 1, max: 10 }) }),
  fc.record({ method: fc.constant("even" as const), nearSec: fc.constant(10) }),
);

it("divides every range into segments without gaps, none shorter than asked", () => {
  fc.assert(
    fc.property(
      parts,
      segmentations,
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      (given, segmentation, share) => {
        const { picture, durationSec } = plainVideo(given);
        const range = { startSec: Math.floor(share * durationSec), endSec: durationSec };
        const segments = segmentsOf({ picture, durationSec, sound: null }, range, segmentation);
        expect(segments[0]?.startSec).toBe(range.startSec);
        expect(segments.at(-1)?.endSec).toBe(range.endSec);
        for (const [index, { startSec, endSec }] of segments.entries()) {
          if (index > 0) expect(startSec).toBe(segments[index - 1]?.endSec);
          expect(endSec).toBeGreaterThan(startSec);
          if (segmentation.method === "dynamic" && segments.length > 1) {
            expect(endSec - startSec).toBeGreaterThanOrEqual(segmentation.minSec);
          }
        }
      },
    ),
  );
});
