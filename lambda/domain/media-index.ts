import { type Box, boxesIn } from "./media-boxes.ts";

/** Boxes that lead to the tables of samples. They hold each other in this order, so that nothing nests deeper. */
const PATH = ["trak", "mdia", "minf", "stbl"] as const;

/** More than any real file has. */
const MAX_TRACKS = 1000;
/** Four hours at 240 pictures a second have 3.5 million. */
const MAX_REORDERED_SAMPLES = 20_000_000;

/**
 * What is wrong with the index (`moov`) of an MP4 or QuickTime file, or null. A reader that believed such numbers
 * would be busy, or out of memory, long after the file has been given up; a few wrong bits are enough.
 * @param content the bytes inside the box
 */
export function indexDefect(content: Uint8Array): string | null {
  return pathDefect(new DataView(content.buffer, content.byteOffset, content.byteLength), 0);
}

function pathDefect(content: DataView, depth: number): string | null {
  const boxes = boxesIn(content);
  if (!boxes) return "a box of its index has an impossible size";
  const type = PATH[depth];
  if (type === undefined) return tablesDefect(boxes);
  const inner = boxes.filter((box) => box.type === type);
  if (inner.length > MAX_TRACKS) return `its index claims ${inner.length} tracks`;
  return inner.map((box) => pathDefect(box.content, depth + 1)).find((defect) => defect !== null) ?? null;
}

/** By table, where its entries begin and how many bits each has. All but the sizes begin with flags and a count. */
const TABLES: Readonly<Record<string, { entriesAt: number; entryBits: number }>> = {
  stts: { entriesAt: 8, entryBits: 64 },
  ctts: { entriesAt: 8, entryBits: 64 },
  stsc: { entriesAt: 8, entryBits: 96 },
  stss: { entriesAt: 8, entryBits: 32 },
  stco: { entriesAt: 8, entryBits: 32 },
  co64: { entriesAt: 8, entryBits: 64 },
  stsz: { entriesAt: 12, entryBits: 32 },
  stz2: { entriesAt: 12, entryBits: 0 },
};

function tablesDefect(boxes: readonly Box[]): string | null {
  for (const { type, content } of boxes) {
    const table = TABLES[type];
    if (!table) continue;
    if (content.byteLength < table.entriesAt) return "a table of its index is cut";
    // A size that all samples share has no entries; compact sizes have 4, 8 or 16 bits, which stand in the fourth byte.
    const isShared = type === "stsz" && content.getUint32(4) !== 0;
    const bits = isShared ? 0 : type === "stz2" ? content.getUint8(7) : table.entryBits;
    const count = content.getUint32(table.entriesAt - 4);
    if (count * bits > (content.byteLength - table.entriesAt) * 8)
      return "a table of its index claims more than it holds";
  }
  return chunksDefect(boxes) ?? reorderingDefect(boxes);
}

/** The chunks that the samples are said to lie in must be there, and none can hold more samples than there are. */
function chunksDefect(boxes: readonly Box[]): string | null {
  const map = boxes.find(({ type }) => type === "stsc")?.content;
  const sizes = boxes.find(({ type }) => type === "stsz" || type === "stz2")?.content;
  const offsets = boxes.find(({ type }) => type === "stco" || type === "co64")?.content;
  if (!map || !sizes || !offsets) return null;
  const samples = sizes.getUint32(8);
  const chunks = offsets.getUint32(4);
  for (let at = 8, left = map.getUint32(4); left > 0; left--, at += 12) {
    const firstChunk = map.getUint32(at);
    const samplesPerChunk = map.getUint32(at + 4);
    // One behind the last is written by some as a mark of the end.
    if (firstChunk < 1 || firstChunk > chunks + 1) return "its index names chunks that are not there";
    if (samplesPerChunk > Math.max(samples, 1)) return "its index names samples that are not there";
  }
  return null;
}

/** Times of pictures that are shown in another order than stored are written out one by one by whoever reads them. */
function reorderingDefect(boxes: readonly Box[]): string | null {
  if (!boxes.some(({ type }) => type === "ctts")) return null;
  const runs = boxes.filter(({ type }) => type === "stts" || type === "ctts");
  const isTooMuch = runs.some(({ content }) => samplesIn(content) > MAX_REORDERED_SAMPLES);
  return isTooMuch ? "its index claims more pictures than any video has" : null;
}

function samplesIn(runs: DataView): number {
  let sum = 0;
  for (let at = 8, left = runs.getUint32(4); left > 0; left--, at += 8) sum += runs.getUint32(at);
  return sum;
}

/** More samples in one fragment than any writer leaves to their defaults; others have a size each, which takes room. */
const MAX_DEFAULT_SAMPLES = 1_000_000;
/** Flags of a `trun` that say what stands there for every sample: duration, size, flags, composition offset. */
const SAMPLE_FIELDS = [0x100, 0x200, 0x400, 0x800];

/** What is wrong with the index of one fragment (`moof`), or null; the bytes may also be something else. */
export function fragmentDefect(bytes: Uint8Array): string | null {
  const outer = boxesIn(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const [fragment] = outer ?? [];
  if (fragment?.type !== "moof") return null;
  const tracks = boxesIn(fragment.content)?.filter(({ type }) => type === "traf") ?? [];
  const runs = tracks.flatMap(({ content }) => boxesIn(content) ?? []).filter(({ type }) => type === "trun");
  return runs.some(({ content }) => !isSoundRun(content))
    ? "the index of a fragment claims more than it holds"
    : null;
}

function isSoundRun(run: DataView): boolean {
  if (run.byteLength < 8) return false;
  const flags = run.getUint32(0);
  const bytesEach = 4 * SAMPLE_FIELDS.filter((field) => (flags & field) !== 0).length;
  const count = run.getUint32(4);
  return bytesEach === 0 ? count <= MAX_DEFAULT_SAMPLES : count * bytesEach <= run.byteLength - 8;
}
