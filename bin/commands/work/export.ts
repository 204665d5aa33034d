import type { ExportFormat } from "../../cli/export-formats.ts";
import { writeExport, writeFolder } from "../../cli/export-formats.ts";
import { exportedVideos } from "../../cli/exported-videos.ts";
import { EXIT, usageError } from "../../cli/failure.ts";
import type { Session } from "../../cli/session.ts";

interface ExportOptions {
  readonly index?: string;
  readonly format: ExportFormat;
  readonly out?: string;
}

export async function exportVideos(
  session: Session,
  name: string | undefined,
  options: ExportOptions,
): Promise<number> {
  const { api, output } = session;
  if (output.json) throw usageError("The format of an export is said by --format, not by --json.");
  if (name !== undefined && options.index !== undefined)
    throw usageError("Name a video or --index, not both.");
  if (name === undefined && options.format === "vtt" && options.out === undefined)
    throw usageError("WebVTT has a file for each video: say --out FOLDER, or name one video.");
  const videos = exportedVideos(await api(), name, options.index);
  const count =
    options.format === "vtt" && name === undefined && options.out !== undefined
      ? await writeFolder(videos, options.out)
      : await writeExport(videos, options, output);
  if (options.out !== undefined)
    output.notice(`${count} ${count === 1 ? "video" : "videos"} written to ${options.out}.`);
  else if (count === 0) output.notice("There is nothing to export.");
  return count === 0 ? EXIT.nothing : EXIT.fine;
}
