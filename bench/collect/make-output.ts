import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** Longest video that the model takes, cut into the shortest clips that it makes: no output is larger. */
const VIDEO_SEC = 4 * 3600;
const CLIP_SEC = 4;
const OPTIONS = ["visual", "audio", "transcription"];
const DIMENSION = 512;

/** What the file is about: the part that its segments lie in, and how many items it has. */
export interface MadeOutput {
  readonly path: string;
  readonly bytes: number;
  readonly items: number;
  readonly durationSec: number;
}

/** Writes the `output.json` of a long video, item by item: all numbers differ, with as many digits as a model's. */
export async function makeOutput(path: string): Promise<MadeOutput> {
  const file = createWriteStream(path);
  const random = scatter();
  const write = async (text: string) => {
    if (!file.write(text)) await once(file, "drain");
  };
  let items = 0;
  await write('{"data":[');
  for (const option of OPTIONS) {
    for (let startSec = 0; startSec < VIDEO_SEC; startSec += CLIP_SEC) {
      await write((items === 0 ? "" : ",") + itemText(option, startSec, random));
      items++;
    }
  }
  await write("]}");
  file.end();
  await finished(file);
  return { path, bytes: file.bytesWritten, items, durationSec: VIDEO_SEC };
}

function itemText(option: string, startSec: number, random: () => number): string {
  const direction = Array.from({ length: DIMENSION }, () => random() - 0.5);
  const length = Math.hypot(...direction);
  return JSON.stringify({
    // Models compute in 32 bits; printed as doubles that takes 17 digits.
    embedding: direction.map((value) => Math.fround(value / length)),
    embeddingOption: option,
    embeddingScope: "clip",
    startSec,
    endSec: startSec + CLIP_SEC,
  });
}

/** The same numbers from 0 to 1 at every run (mulberry32), so that files of two runs are equal. */
function scatter(): () => number {
  let state = 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
