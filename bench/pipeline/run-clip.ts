import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { uploadFile } from "../../bin/local/upload.ts";
import { RunItem } from "../../lambda/contracts/items.ts";
import { runKey, uploadKey } from "../../lambda/keys.ts";
import type { BenchHost } from "./bench-host.ts";

/** One clip's way through the pipeline. Times in milliseconds since 1970. */
export interface ClipRun {
  readonly startedMs: number;
  readonly uploadedMs: number;
  /** When a reader who heard of the run's end had read READY in the table. */
  readonly readyMs: number;
  readonly key: string;
  readonly run: RunItem;
}

const FOLDER = "bench";

/**
 * Uploads a clip and waits until the table says READY. The table is read when the event `Run ended` comes: looking at
 * it again and again would load what is measured, and round its time up.
 * @throws when the run ends in any other status
 */
export async function runClip(bench: BenchHost, path: string): Promise<ClipRun> {
  const { clients, ended } = bench;
  const { tableName, videosBucket } = clients.outputs;
  const name = basename(path);
  const file = { path, name, sizeBytes: (await stat(path)).size };
  const key = uploadKey(FOLDER, name);
  const end = ended(key);
  const { startedMs } = await uploadFile(
    clients.s3,
    videosBucket,
    FOLDER,
    file,
    new AbortController().signal,
  );
  const uploadedMs = Date.now();
  const { videoId, runId } = await end;
  const read = new GetCommand({ TableName: tableName, Key: runKey(videoId, runId), ConsistentRead: true });
  const run = RunItem.parse((await clients.table.send(read)).Item);
  if (run.status !== "READY")
    throw new Error(`${name} ended as ${run.status}: ${JSON.stringify(run.reason)}`);
  return { startedMs, uploadedMs, readyMs: Date.now(), key, run };
}
