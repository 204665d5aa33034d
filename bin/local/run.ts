import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { prepareDataDir } from "../../local/assembly/data-dir.ts";
import { type Host, startHost } from "../../local/host.ts";
import { bundleHandlers } from "../bundle.ts";
import type { LocalOptions } from "./arguments.ts";
import { videoCard } from "./card.ts";
import { type Clients, clientsOf } from "./clients.ts";
import { developerKey } from "./developer-key.ts";
import { type VideoDocument, videoDocument } from "./document.ts";
import type { GivenFile } from "./find-files.ts";
import { type FollowedVideo, followFile } from "./follow.ts";
import { removeHostFile, writeHostFile } from "./host-file.ts";
import { howToQuery } from "./how-to-query.ts";
import { Latecomers } from "./latecomers.ts";
import { inParallel } from "./parallel.ts";
import { progressLine } from "./progress.ts";
import type { StandardOutput } from "./standard-output.ts";
import { synthesize } from "./synthesize.ts";
import { uploadFile } from "./upload.ts";

/** Uploads at the same time: a disk gains nothing from more. */
const UPLOADS = 4;

/** The end of a run before its time: Ctrl-C, or something that makes going on useless. */
interface Halt {
  /** Aborted in both cases. */
  readonly signal: AbortSignal;
  /** The first failure counts; what fails after it, fails because of it. */
  readonly fail: (error: unknown) => void;
  /** @throws the first failure */
  readonly throwFailure: () => void;
}

function haltOn(interrupt: AbortSignal): Halt {
  const failure = new AbortController();
  return {
    signal: AbortSignal.any([interrupt, failure.signal]),
    fail: (error) => failure.abort(error),
    throwFailure: () => failure.signal.throwIfAborted(),
  };
}

/**
 * Boots the local host, puts the files into it and reports on each. With `once` it ends when every file has its
 * result, else when `interrupt` aborts.
 *
 * @returns exit code: 1 when a run FAILED or was not over when the interrupt came, else 0
 * @throws the reason of `interrupt` when it came before the host was up
 */
export async function run(
  options: LocalOptions,
  files: readonly GivenFile[],
  output: StandardOutput,
  interrupt: AbortSignal,
) {
  const halt = haltOn(interrupt);
  const latecomers = new Latecomers();
  const host = await bootHost(options, latecomers, halt).catch((error) => {
    // Ctrl-C reaches the helpers of the boot as well, and their failure is no news then.
    interrupt.throwIfAborted();
    throw error;
  });
  try {
    output.notice(`reelbase runs at ${host.endpoint}; its data is in ${options.dataDir}`);
    const clients = clientsOf(host);
    const apiKey = await announce(host, clients, options.dataDir);
    const ended = await putAndFollow(clients, options, files, output, halt);
    halt.throwFailure();
    const documents = await documentsOf(host, ended);
    output.result(options.json ? jsonDocument(host, documents) : documents.map(videoCard).join("\n\n"));
    if (!options.once && !interrupt.aborted) {
      output.notice(howToQuery(host, apiKey, documents[0]?.videoId));
      await latecomers.follow(clients, halt.signal, async (late) => {
        const [document] = await documentsOf(host, [late]);
        if (document !== undefined) output.notice(videoCard(document));
      });
      halt.throwFailure();
    }
    return ended.length < files.length || documents.some(({ status }) => status === "FAILED") ? 1 : 0;
  } finally {
    await removeHostFile(options.dataDir);
    await host.stop();
  }
}

/** Lets other programs of this user find the host, and gives them a key to it. */
async function announce(host: Host, { table, outputs }: Clients, dataDir: string): Promise<string> {
  const apiKey = await developerKey(table, outputs.tableName, dataDir);
  const { endpoint, place, outputs: all } = host;
  await writeHostFile(dataDir, { endpoint, region: place.region, outputs: all, apiKey, pid: process.pid });
  return apiKey;
}

async function bootHost(options: LocalOptions, latecomers: Latecomers, halt: Halt): Promise<Host> {
  const { dataDir, port, modelLatencySec } = options;
  await prepareDataDir(dataDir, options);
  halt.signal.throwIfAborted();
  await bundleHandlers();
  halt.signal.throwIfAborted();
  const assembly = join(dataDir, "cdk.out");
  synthesize(assembly);
  // An interrupt of the last, busy second is seen only when the event loop turns.
  await nextTurn();
  halt.signal.throwIfAborted();
  return startHost({
    assembly,
    dataDir,
    port,
    modelLatencySec,
    // Loading the functions costs the same now as with the first video, whose time then is its own.
    warmFunctions: true,
    onEvent: latecomers.seen,
    onBroken: halt.fail,
  });
}

async function putAndFollow(
  { s3, table, outputs }: Clients,
  { index }: LocalOptions,
  files: readonly GivenFile[],
  output: StandardOutput,
  halt: Halt,
): Promise<FollowedVideo[]> {
  const follow = {
    table,
    tableName: outputs.tableName,
    filesInAll: files.length,
    onProgress: (...progress: Parameters<typeof progressLine>) => output.notice(progressLine(...progress)),
    signal: halt.signal,
  };
  const ended: (FollowedVideo | undefined)[] = [];
  const followed: Promise<void>[] = [];
  const failed = (error: unknown) => {
    // What an interrupt cuts off is no failure.
    if (!halt.signal.aborted) halt.fail(error);
  };
  await inParallel(UPLOADS, [...files.entries()], async ([at, file]) => {
    if (halt.signal.aborted) return;
    const uploaded = await uploadFile(s3, outputs.videosBucket, index, file, halt.signal).catch(failed);
    if (uploaded === undefined) return;
    const followOne = async () => {
      ended[at] = await followFile(follow, uploaded);
    };
    followed.push(followOne().catch(failed));
  });
  await Promise.all(followed);
  return ended.filter((video) => video !== undefined);
}

async function documentsOf(host: Host, ended: readonly FollowedVideo[]): Promise<VideoDocument[]> {
  const ledger = await host.ledger();
  return ended.map((video) => videoDocument(video, ledger));
}

function jsonDocument({ endpoint, outputs }: Host, videos: readonly VideoDocument[]): string {
  const { TableName: tableName, VideosBucket: videosBucket, WorkBucket: workBucket } = outputs;
  return JSON.stringify({ endpoint, tableName, videosBucket, workBucket, videos }, null, 2);
}
