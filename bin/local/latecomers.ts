import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { RunItem, VideoItem } from "../../lambda/contracts/items.ts";
import { RunEnded } from "../../lambda/contracts/workflow.ts";
import { runKey, videoKey } from "../../lambda/keys.ts";
import type { BusEvent } from "../../local/service.ts";
import type { Clients } from "./clients.ts";
import type { FollowedVideo } from "./follow.ts";

/** Reports on videos that somebody puts into the bucket while the host stays up, as their runs end. */
export class Latecomers {
  #report: (ended: RunEnded) => void = () => {};

  /** Takes every event of the bus; only the ends of runs matter, and only once somebody follows them. */
  readonly seen = (event: BusEvent): void => {
    if (event.source === "reelbase" && event["detail-type"] === "Run ended")
      this.#report(RunEnded.parse(event.detail));
  };

  /** Until the signal comes. */
  async follow(
    clients: Clients,
    signal: AbortSignal,
    tell: (video: FollowedVideo) => Promise<void>,
  ): Promise<void> {
    this.#report = (ended) => void read(clients, ended).then(tell);
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    this.#report = () => {};
  }
}

async function read({ table, outputs }: Clients, ended: RunEnded): Promise<FollowedVideo> {
  const { videoId, runId, bucket, key, versionId } = ended;
  const get = async (Key: object) =>
    (await table.send(new GetCommand({ TableName: outputs.tableName, Key }))).Item;
  const video = VideoItem.parse(await get(videoKey(videoId)));
  const run = RunItem.parse(await get(runKey(videoId, runId)));
  const startedMs = Date.parse(run.createdAt);
  const file = { path: key, name: key, sizeBytes: video.sizeBytes, bucket, key, versionId, startedMs };
  return { file, video, run, seconds: (Date.parse(run.updatedAt) - startedMs) / 1000 };
}
