import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const Truth = z.array(z.object({ file: z.string() })).min(1);

/** The clips that the project made itself: those whose truth is written down beside them. */
export function sampleClips(folder: string): string[] {
  const clips = Truth.parse(JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")));
  return clips.map(({ file }) => join(folder, file));
}
