import fc from "fast-check";
import { declaredEnd } from "../../lambda/domain/media-ebml.ts";
import { indexDefect } from "../../lambda/domain/media-index.ts";

const u32 = (...numbers: number[]) => {
  const bytes = new Uint8Array(numbers.length * 4);
  for (const [index, number] of numbers.entries()) new DataView(bytes.buffer).setUint32(index * 4, number);
  return [...bytes];
};
const ascii = (text: string) => [...text].map((char) => char.charCodeAt(0));
const box = (type: string, ...content: number[][]) => {
  const bytes = content.flat();
  return [...u32(bytes.length + 8), ...ascii(type), ...bytes];
};

interface Tables {
  stts?: number[];
  stsc?: number[];
  stsz?: number[];
  stco?: number[];
  more?: number[][];
}

/** The index of one track with two samples of 10 and 20 bytes in one chunk. */
function index({ stts, stsc, stsz, stco, more = [] }: Tables = {}): Uint8Array {
  const stbl = box(
    "stbl",
    box("stts", stts ?? u32(0, 1, 2, 1000)),
    box("stsc", stsc ?? u32(0, 1, 1, 2, 1)),
    box("stsz", stsz ?? u32(0, 0, 2, 10, 20)),
    box("stco", stco ?? u32(0, 1, 48)),
    ...more,
  );
  return Uint8Array.from([...box("mvhd", u32(0)), ...box("trak", box("mdia", box("minf", stbl)))]);
}

const ALL = 0xffffffff;

describe("the index of an MP4 file", () => {
  it("may be sound, have a size that all samples share, and padding at its end", () => {
    expect(indexDefect(index())).toBeNull();
    expect(indexDefect(index({ stsz: u32(0, 100, 700_000_000), stsc: u32(0, 1, 1, 4096, 1) }))).toBeNull();
    expect(indexDefect(Uint8Array.from([...index(), 0, 0, 0, 0]))).toBeNull();
    expect(indexDefect(new Uint8Array())).toBeNull();
  });

  it.each([
    ["more entries than it has", index({ stts: u32(0, ALL, 2, 1000) }), "more than it holds"],
    ["more sizes than it has", index({ stsz: u32(0, 0, ALL, 10, 20) }), "more than it holds"],
    [
      "compact sizes that are not there",
      index({ more: [box("stz2", u32(0, 8, 5000), [1, 2])] }),
      "more than it holds",
    ],
    ["a table without a count", index({ stco: [0, 0] }), "cut"],
    [
      "chunks of more samples than there are",
      index({ stsc: u32(0, 1, 1, ALL, 1) }),
      "samples that are not there",
    ],
    ["chunks that do not exist", index({ stsc: u32(0, 2, 1, 2, 1, ALL, 2, 1) }), "chunks that are not there"],
    ["a first chunk of zero", index({ stsc: u32(0, 1, 0, 2, 1) }), "chunks that are not there"],
    [
      "billions of reordered pictures",
      index({ stts: u32(0, 1, ALL, 1), more: [box("ctts", u32(0, 1, 2, 0))] }),
      "pictures",
    ],
    ["billions of offsets", index({ more: [box("ctts", u32(0, 1, ALL, 0))] }), "pictures"],
    ["a box larger than what holds it", Uint8Array.from([...u32(900), ...ascii("trak")]), "impossible size"],
    ["a box smaller than its header", Uint8Array.from([...u32(4), ...ascii("trak")]), "impossible size"],
    ["a 64-bit size", Uint8Array.from([...u32(1), ...ascii("trak"), ...u32(ALL, ALL)]), "impossible size"],
    [
      "thousands of tracks",
      Uint8Array.from(Array.from({ length: 1001 }, () => box("trak")).flat()),
      "1001 tracks",
    ],
  ])("is refused when it claims %s", (_, content, text) => {
    expect(indexDefect(content)).toContain(text);
  });

  it("is read in bounded time whatever its bytes are", () => {
    fc.assert(
      fc.property(fc.nat(), fc.uint8Array({ minLength: 4, maxLength: 8 }), (at, noise) => {
        const content = index({ more: [box("ctts", u32(0, 1, 2, 0))] });
        content.set(noise, at % (content.length - noise.length));
        const defect = indexDefect(content);
        expect(defect === null || defect.length > 0).toBe(true);
      }),
    );
  });

  it("does not follow boxes into any depth", () => {
    const nested = Array.from({ length: 300 }).reduce<number[]>((inner) => box("trak", inner), []);
    expect(indexDefect(Uint8Array.from(nested))).toBeNull();
  });
});

describe("the stated end of a Matroska file", () => {
  const header = [0x1a, 0x45, 0xdf, 0xa3, 0x83, 1, 2, 3];
  const segment = [0x18, 0x53, 0x80, 0x67];
  it.each([
    ["a short size", [...header, ...segment, 0x85], 18],
    ["a long size", [...header, ...segment, 0x01, 0, 0, 0, 0, 0, 1, 0], 276],
    ["an unknown short size", [...header, ...segment, 0xff], null],
    ["an unknown long size", [...header, ...segment, 0x01, 255, 255, 255, 255, 255, 255, 255], null],
    ["no segment", header, null],
    ["another element", [...header, 1, 2, 3, 4, 5], null],
    ["a cut size", [...header, ...segment, 0x01, 0], null],
    ["another file", ascii("ftypisom"), null],
    ["nothing", [], null],
  ])("is read from %s", (_, bytes, end) => {
    expect(declaredEnd(Uint8Array.from(bytes))).toBe(end);
  });
});
