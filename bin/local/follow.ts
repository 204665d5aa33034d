import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { ObjectItem, RunItem, VideoItem } from "../../lambda/contracts/items.ts";
import { objectKey, runKey, type TableKey, videoIdOf, videoKey } from "../../lambda/keys.ts";
import type { UploadedFile } from "./upload.ts";

/** What the catalog says of a given file. */
export interface FollowedVideo {
  readonly file: UploadedFile;
  readonly video: VideoItem;
  readonly run: RunItem;
  /** From the beginning of the upload to the end of the run. */
  readonly seconds: number;
}

export interface Follow {
  readonly table: DynamoDBDocumentClient;
  readonly tableName: string;
  /** How many files are followed at the same time. */
  readonly filesInAll: number;
  /** Called when the run of a file goes on to another status or step. */
  readonly onProgress: (file: UploadedFile, run: RunItem) => void;
  readonly signal: AbortSignal;
}

/** A laptop's table answers in a millisecond: ten looks a second feel immediate. */
const LOOK_EVERY_MS = 100;
/** With more files each is looked at less often, so that all together make at most 100 looks a second. */
const FILES_AT_FULL_PACE = 10;

/** Waits until the run of an uploaded file is over. Undefined when the signal comes first. */
export async function followFile(follow: Follow, file: UploadedFile): Promise<FollowedVideo | undefined> {
  const pauseMs = LOOK_EVERY_MS * Math.max(1, follow.filesInAll / FILES_AT_FULL_PACE);
  let seen = "";
  while (!follow.signal.aborted) {
    const run = await runOf(follow, file);
    if (run !== undefined) {
      const now = progressOf(run);
      if (now !== seen) follow.onProgress(file, run);
      seen = now;
      if (isOver(run)) return endOf(follow, file, run);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return undefined;
}

const isOver = ({ status }: RunItem) => status !== "QUEUED" && status !== "PROCESSING";
const progressOf = ({ status, steps }: RunItem) =>
  `${status} ${Object.entries(steps).map(([name, step]) => name + step.status)}`;

/** The run that answers for this upload: its own, or that of the same bytes uploaded before. */
async function runOf(follow: Follow, { bucket, key, versionId }: UploadedFile): Promise<RunItem | undefined> {
  const guard = await get(follow, objectKey(bucket, key));
  if (guard === undefined) return undefined;
  const object = ObjectItem.parse(guard);
  if (object.versionId !== versionId) return undefined;
  const run = await get(follow, runKey(videoIdOf(bucket, key), object.currentRunId));
  return run === undefined ? undefined : RunItem.parse(run);
}

async function endOf(follow: Follow, file: UploadedFile, run: RunItem): Promise<FollowedVideo> {
  const video = VideoItem.parse(await get(follow, videoKey(run.videoId)));
  return { file, video, run, seconds: (Date.now() - file.startedMs) / 1000 };
}

async function get({ table, tableName }: Follow, key: TableKey) {
  return (await table.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }))).Item;
}
