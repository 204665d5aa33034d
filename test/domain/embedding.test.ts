import fc from "fast-check";
import {
  batches,
  decodeVector,
  encodeVector,
  normalise,
  segmentIdentity,
  segmentOf,
  vectorNumbers,
} from "../../lambda/domain/embedding.ts";
import { type RunId, segmentKey, type VideoId } from "../../lambda/keys.ts";

const floats = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });

describe("vectors", () => {
  it("become of unit length and keep their direction", () => {
    expect(normalise([3, 4])).toEqual({ vector: Float32Array.of(0.6, 0.8), norm: 5 });
    fc.assert(
      fc.property(
        floats.filter((list) => list.some((value) => value !== 0)),
        (list) => {
          const { vector, norm } = normalise(list);
          expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
          expect(norm).toBeGreaterThan(0);
          for (const [index, value] of list.entries())
            expect((vector[index] ?? 0) * norm).toBeCloseTo(value, -Math.log10(norm * 1e-5));
        },
      ),
    );
  });

  it.each([[[0, 0]], [[Number.NaN]], [[Number.POSITIVE_INFINITY]]])(
    "without direction are refused: %j",
    (list) => {
      expect(() => normalise(list)).toThrow(RangeError);
    },
  );

  it("are four little-endian bytes a number", () => {
    expect([...encodeVector(Float32Array.of(1, -2))]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
  });

  it("come back from bytes, also from the middle of others, and from short numbers", () => {
    fc.assert(
      fc.property(floats, (list) => {
        const vector = Float32Array.from(list);
        const bytes = encodeVector(vector);
        const inside = new Uint8Array([9, ...bytes, 9]).subarray(1, -1);
        expect(decodeVector(inside)).toEqual(vector);
        expect(Float32Array.from(JSON.parse(JSON.stringify(vectorNumbers(vector))) as number[])).toEqual(
          vector.map((value) => value + 0),
        );
      }),
    );
    expect(() => decodeVector(new Uint8Array(6))).toThrow(RangeError);
  });
});

describe("batches", () => {
  it("hold everything once, in order, and are full but for the last", () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), fc.integer({ min: 1, max: 30 }), (items, size) => {
        const result = batches(items, size);
        expect(result.flat()).toEqual(items);
        expect(result.slice(0, -1).every((batch) => batch.length === size)).toBe(true);
      }),
    );
  });
});

const item = (startSec: number, endSec: number) => ({
  embedding: [3, 4],
  option: "visual",
  scope: "clip",
  startSec,
  endSec,
});

describe("segments", () => {
  it("lie on the timeline of the whole video", () => {
    expect(segmentOf(item(1.5, 6), { offsetSec: 3600, durationSec: 60 })).toEqual({
      option: "visual",
      scope: "clip",
      startSec: 3601.5,
      endSec: 3606,
      vector: Float32Array.of(0.6, 0.8),
      norm: 5,
    });
  });

  it.each([
    [0, 40, 40],
    [36, 40.04, 40],
    [36, 41.9, 40],
    [40, 41, 41],
  ])("from %d to %d end at %d in 40 s of video", (startSec, endSec, stored) => {
    expect(segmentOf(item(startSec, endSec), { offsetSec: 0, durationSec: 40 }).endSec).toBe(stored);
  });

  it.each([
    [-1, 4],
    [4, 4],
    [6, 4],
    [38, 43],
    [50, 56],
    [Number.NaN, 4],
    [0, Number.NaN],
    [0, Number.POSITIVE_INFINITY],
  ])("from %d to %d are impossible in 40 s of video", (startSec, endSec) => {
    expect(() => segmentOf(item(startSec, endSec), { offsetSec: 0, durationSec: 40 })).toThrow(
      expect.objectContaining({ code: "OUTPUT_INVALID" }),
    );
  });

  it("are told apart exactly when their keys are", () => {
    const address = fc.record({
      option: fc.constantFrom("visual", "audio"),
      scope: fc.constantFrom("clip", "asset"),
      startSec: fc.double({ min: 0, max: 10, noNaN: true }),
    });
    fc.assert(
      fc.property(address, address, (one, other) => {
        const key = (value: typeof one) => segmentKey("v" as VideoId, "r" as RunId, value).sk;
        expect(segmentIdentity(one) === segmentIdentity(other)).toBe(key(one) === key(other));
      }),
    );
  });
});
