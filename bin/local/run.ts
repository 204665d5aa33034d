import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Host, startHost } from "../../local/host.ts";
import { bundleHandlers } from "../bundle.ts";
import type { LocalOptions } from "./arguments.ts";
import { videoCard } from "./card.ts";
import { type Clients, clientsOf } from "./clients.ts";
import { type VideoDocument, videoDocument } from "./document.ts";
import type { GivenFile } from "./find-files.ts";
import { type FollowedVideo, followFile } from "./follow.ts";
import { howToQuery } from "./how-to-query.ts";
import { Latecomers } from "./latecomers.ts";
import { inParallel } from "./parallel.ts";
import { progressLine } from "./progress.ts";
import { synthesize } from "./synthesize.ts";
import { uploadFile } from "./upload.ts";

/** Where the words of a run go. */
export interface Output {
  /** What was asked for. */
  readonly result: (text: string) => void;
  /** Everything else. */
  readonly notice: (text: string) => void;
}

/** Uploads at the same time: a disk gains nothing from more. */
const UPLOADS = 4;

/**
 * Boots the local host, puts the files into it and reports on each. With `once` it ends when every file has its
 * result, else when `signal` aborts.
 *
 * @returns exit code: 1 when a run FAILED or was not over when the signal came, else 0
 */
export async function run(
  options: LocalOptions,
  files: readonly GivenFile[],
  output: Output,
  signal: AbortSignal,
) {
  const latecomers = new Latecomers();
  const host = await bootHost(options, latecomers);
  try {
    output.notice(`reelbase runs at ${host.endpoint}; its data is in ${options.dataDir}`);
    const clients = clientsOf(host);
    const ended = await putAndFollow(clients, options, files, output, signal);
    const documents = await documentsOf(host, ended);
    output.result(options.json ? jsonDocument(host, documents) : documents.map(videoCard).join("\n\n"));
    if (!options.once && !signal.aborted) {
      output.notice(howToQuery(host, documents[0]?.videoId));
      await latecomers.follow(clients, signal, async (late) => {
        const [document] = await documentsOf(host, [late]);
        if (document !== undefined) output.notice(videoCard(document));
      });
    }
    return ended.length < files.length || documents.some(({ status }) => status === "FAILED") ? 1 : 0;
  } finally {
    await host.stop();
  }
}

async function bootHost(options: LocalOptions, latecomers: Latecomers): Promise<Host> {
  const { dataDir, port, modelLatencySec } = options;
  if (options.fresh) await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  await bundleHandlers();
  const assembly = join(dataDir, "cdk.out");
  synthesize(assembly);
  return startHost({ assembly, dataDir, port, modelLatencySec, onEvent: latecomers.seen });
}

async function putAndFollow(
  { s3, table, outputs }: Clients,
  { index }: LocalOptions,
  files: readonly GivenFile[],
  output: Output,
  signal: AbortSignal,
): Promise<FollowedVideo[]> {
  const follow = {
    table,
    tableName: outputs.tableName,
    filesInAll: files.length,
    onProgress: (...progress: Parameters<typeof progressLine>) => output.notice(progressLine(...progress)),
    signal,
  };
  const followed: Promise<FollowedVideo | undefined>[] = [];
  await inParallel(UPLOADS, files, async (file) => {
    if (signal.aborted) return;
    followed.push(followFile(follow, await uploadFile(s3, outputs.videosBucket, index, file)));
  });
  const ended = (await Promise.all(followed)).filter((video) => video !== undefined);
  const order = new Map(files.map((file, at) => [file.path, at]));
  return ended.sort((a, b) => (order.get(a.file.path) ?? 0) - (order.get(b.file.path) ?? 0));
}

async function documentsOf(host: Host, ended: readonly FollowedVideo[]): Promise<VideoDocument[]> {
  const ledger = await host.ledger();
  return ended.map((video) => videoDocument(video, ledger));
}

function jsonDocument({ endpoint, outputs }: Host, videos: readonly VideoDocument[]): string {
  const { TableName: tableName, VideosBucket: videosBucket, WorkBucket: workBucket } = outputs;
  return JSON.stringify({ endpoint, tableName, videosBucket, workBucket, videos }, null, 2);
}
