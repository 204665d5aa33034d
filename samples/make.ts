import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { registerMediabunnyServer } from "@mediabunny/server";
import { CLIPS } from "./clips.ts";
import { durationOf, encode } from "./encode.ts";

/** Makes the sample clips and their truth in this folder: `npm run samples`. */
registerMediabunnyServer({ hardwareContext: null });
const folder = fileURLToPath(new URL(".", import.meta.url));
for (const clip of CLIPS) await encode(clip, `${folder}${clip.file}`);
const truth = CLIPS.map((clip) => ({
  ...clip,
  duration: durationOf(clip),
  cuts: clip.segments.slice(1).map(({ start }) => start),
}));
// Lists of numbers stay on one line, as the formatter of the project has them.
const json = JSON.stringify(truth, null, 2).replace(
  /\[\s+([\d.,\s]+?)\s+\]/g,
  (_, numbers: string) => `[${numbers.replace(/\s+/g, " ")}]`,
);
await writeFile(`${folder}truth.json`, `${json}\n`);
