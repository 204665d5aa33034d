import { appendFile, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { registerMediabunnyServer } from "@mediabunny/server";
import type { SampleClip } from "../../samples/clips.ts";
import { encode } from "../../samples/encode.ts";

/** A clip of 30 s as the samples are made: three scenes, movement, every kind of sound. */
const CLIP: SampleClip = {
  file: "clip.mp4",
  width: 640,
  height: 360,
  hasAudio: true,
  segments: [
    { start: 0, end: 11, colour: "red", brightness: "medium", moving: true, sound: "tone" },
    { start: 11, end: 19, colour: "navy", brightness: "dark", moving: false, sound: "noise" },
    { start: 19, end: 30, colour: "yellow", brightness: "bright", moving: false, sound: "silence" },
  ],
};

const BOX_HEADER_BYTES = 8;

/**
 * Makes clips of 30 s that are equal to the eye and different as files: each ends in a `free` box of its own. The
 * stand-ins know measured files by their bytes, so each is decoded anew, with the same work.
 */
export async function makeClips(folder: string, count: number): Promise<string[]> {
  registerMediabunnyServer({ hardwareContext: null });
  const original = join(folder, CLIP.file);
  await encode(CLIP, original);
  const paths = Array.from({ length: count }, (_, at) => join(folder, `clip-${at}.mp4`));
  for (const [at, path] of paths.entries()) {
    await copyFile(original, path);
    await appendFile(path, freeBox(`clip ${at}`));
  }
  return paths;
}

/** A box that players skip, ISO/IEC 14496-12, 8.1.2. */
function freeBox(text: string): Buffer {
  const content = Buffer.from(text);
  const header = Buffer.alloc(BOX_HEADER_BYTES);
  header.writeUInt32BE(BOX_HEADER_BYTES + content.length, 0);
  header.write("free", 4, "latin1");
  return Buffer.concat([header, content]);
}
