import type { ShownTask } from "../contracts/api/task.ts";
import type { RunItem } from "../contracts/items.ts";
import type { VideoSummary } from "../contracts/library-items.ts";
import type { TaskItem } from "../contracts/task-item.ts";
import type { IndexId, VideoId } from "../keys.ts";
import { fileNameOf } from "./file-name.ts";
import { estimatedTime, PERCENTAGE, type TaskStatus, taskStatusOf } from "./task-status.ts";

/** A task: what happens to the newest version of one video, from before its upload to its results. */
export interface Task extends ShownTask {
  readonly _id: VideoId;
  readonly indexId: IndexId;
  readonly status: TaskStatus;
}

type TaskVideo = Pick<
  VideoSummary,
  | "videoId"
  | "indexId"
  | "key"
  | "status"
  | "reason"
  | "durationSec"
  | "width"
  | "height"
  | "createdAt"
  | "updatedAt"
>;

/** @param run the newest run of a video that is under way */
export function taskOfVideo(video: TaskVideo, run: RunItem | undefined): Task {
  const status = taskStatusOf(video.status, run);
  const { durationSec, width, height } = { ...video, ...run?.media };
  return {
    _id: video.videoId,
    indexId: video.indexId,
    fileName: fileNameOf(video.key),
    status,
    reason: status === "failed" ? video.reason : null,
    percentage: PERCENTAGE[status],
    ...{ durationSec, width, height },
    createdAt: video.createdAt,
    updatedAt: video.updatedAt,
    estimatedTime: estimatedTime(video.createdAt, durationSec),
  };
}

export function taskOfUpload(task: TaskItem): Task {
  const status = task.status === "FAILED" ? "failed" : "uploading";
  return {
    _id: task.videoId,
    indexId: task.indexId,
    fileName: fileNameOf(task.key),
    status,
    reason: task.reason,
    percentage: PERCENTAGE[status],
    durationSec: undefined,
    width: undefined,
    height: undefined,
    createdAt: task.createdAt,
    updatedAt: task.updatedAt,
    estimatedTime: estimatedTime(task.createdAt, undefined),
  };
}
