import { MAX_BOX_HEADER_BYTES, readBoxHeader } from "../domain/media-boxes.ts";
import { indexDefect } from "../domain/media-index.ts";
import type { ProbeReader } from "./probe-reader.ts";

/** Real files have a handful before their index. */
const MAX_BOXES = 1000;
/** The index of a four-hour video has about 30 MB; it is held in memory. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;

/** Boxes that an MP4 or QuickTime file may begin with. */
const FIRST_BOXES = ["ftyp", "moov", "mdat", "wide", "free", "skip", "styp", "pnot"];

/** What makes the index of an MP4 or QuickTime file unsafe to read; null also for files of other kinds. */
export async function findIndexDefect(reader: ProbeReader, sizeBytes: number): Promise<string | null> {
  let at = 0;
  for (let count = 0; at + 8 <= sizeBytes; count++) {
    if (count > MAX_BOXES) return "it has no index among its first boxes";
    const bytes = await reader.read(at, Math.min(at + MAX_BOX_HEADER_BYTES, sizeBytes));
    const box = readBoxHeader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
    if (!box || (at === 0 && !FIRST_BOXES.includes(box.type))) return null;
    const end = box.bytes === 0 ? sizeBytes : at + box.bytes;
    if (end < at + box.headerBytes) return "a box has an impossible size";
    if (box.type === "moov") {
      if (end > sizeBytes) return "the file ends inside its index";
      if (end - at > MAX_INDEX_BYTES) return "its index is larger than that of any video";
      return indexDefect(await reader.read(at + box.headerBytes, end));
    }
    at = end;
  }
  return null;
}
