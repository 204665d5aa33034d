import { shown } from "../../local/card.ts";
import type { GivenFile } from "../../local/find-files.ts";
import { inParallel } from "../../local/parallel.ts";
import type { Api } from "../api.ts";
import type { Connection } from "../connection.ts";
import type { CliIo } from "../io.ts";
import type { Output } from "../output.ts";
import type { PutVideo } from "../put-results.ts";
import { StatusLine } from "../view/status-line.ts";
import { localFile } from "./local-file.ts";
import { UploadProgress } from "./upload-progress.ts";
import type { UploadSettings, UploadWay } from "./upload-way.ts";

/** Files at the same time: enough that small ones do not wait for each other. */
const FILES = 4;

/** The way to upload files: to S3 itself where AWS is known, else through links that the API hands out. */
export async function openUploads(
  connection: Connection,
  api: Api,
  io: CliIo,
  output: Output,
  settings: UploadSettings,
): Promise<(files: readonly GivenFile[]) => Promise<PutVideo[]>> {
  const way = await wayOf(connection, api, io, settings);
  return async (files) => {
    const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const line = new StatusLine(io, output.quiet);
    const progress = new UploadProgress(line, files.length, total);
    const put: PutVideo[] = [];
    let failure: { readonly error: unknown } | undefined;
    await inParallel(FILES, [...files.entries()], async ([at, given]) => {
      if (failure !== undefined || io.signal.aborted) return;
      try {
        put[at] = await way(given, await localFile(given.path), progress.of(given.name, given.sizeBytes));
      } catch (error) {
        failure ??= { error };
      }
    });
    line.clear();
    if (io.signal.aborted && failure === undefined) failure = { error: io.signal.reason };
    if (failure === undefined) return put.filter((each) => each !== undefined);
    if (io.signal.aborted) tellOfRest(output, files, put);
    throw failure.error;
  };
}

function tellOfRest(
  output: Output,
  files: readonly GivenFile[],
  put: readonly (PutVideo | undefined)[],
): void {
  const rest = files.filter((_, at) => put[at] === undefined);
  const names = rest.length === 1 ? shown(rest[0]?.name ?? "") : `${rest.length} of ${files.length} files`;
  output.notice(
    `Stopped: ${names} not yet uploaded. What S3 has of large files is kept; the same command goes on from there.`,
  );
}

async function wayOf(
  connection: Connection,
  api: Api,
  io: CliIo,
  settings: UploadSettings,
): Promise<UploadWay> {
  if (connection.aws === undefined) {
    const { linkUploads } = await import("./link-uploads.ts");
    return linkUploads(api, io, settings);
  }
  const { bucketUploads } = await import("./bucket-uploads.ts");
  return bucketUploads(connection.aws, api, io, settings);
}
