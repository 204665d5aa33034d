import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { csvHead, csvRows } from "../../lambda/domain/export/csv.ts";
import type { ExportedVideo } from "../../lambda/domain/export/exported-video.ts";
import { jsonLine } from "../../lambda/domain/export/jsonl.ts";
import { webVtt } from "../../lambda/domain/export/webvtt.ts";
import { safeFileName } from "../../lambda/domain/file-name.ts";
import type { Output } from "./output.ts";

export type ExportFormat = "jsonl" | "vtt" | "csv";

const FORMATS: Readonly<Record<ExportFormat, { head: () => string; of: (video: ExportedVideo) => string }>> =
  {
    jsonl: { head: () => "", of: jsonLine },
    vtt: { head: () => "", of: webVtt },
    csv: { head: csvHead, of: csvRows },
  };

/** Writes all videos into one file or to standard output, one after the other. @returns how many */
export async function writeExport(
  videos: AsyncIterable<ExportedVideo>,
  { format, out }: { readonly format: ExportFormat; readonly out?: string },
  output: Output,
): Promise<number> {
  const { head, of } = FORMATS[format];
  const target = out === undefined ? undefined : await fileWriter(out);
  const write = target?.write ?? ((text: string) => output.raw(text));
  let count = 0;
  try {
    if (head() !== "") await write(head());
    for await (const video of videos) {
      await write(of(video));
      count++;
    }
  } finally {
    await target?.close();
  }
  return count;
}

/** A WebVTT file for each video; the id is in the name, as files of different folders may be called the same. */
export async function writeFolder(videos: AsyncIterable<ExportedVideo>, folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  let count = 0;
  for await (const video of videos) {
    const stem = video.file.replace(/\.[^.]*$/, "").slice(0, 150);
    // What is called by somebody else's choice must not lead out of the folder.
    await writeFile(join(folder, safeFileName(`${stem}.${video.videoId}.vtt`)), webVtt(video));
    count++;
  }
  return count;
}

async function fileWriter(path: string) {
  const stream = createWriteStream(path);
  await once(stream, "open");
  return {
    async write(text: string): Promise<void> {
      if (!stream.write(text)) await once(stream, "drain");
    },
    async close(): Promise<void> {
      stream.end();
      await finished(stream);
    },
  };
}
