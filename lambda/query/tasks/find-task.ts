import { notFound } from "../../contracts/api/error.ts";
import type { VideoItem } from "../../contracts/items.ts";
import { isOpen } from "../../domain/run.ts";
import { type Task, taskOfUpload, taskOfVideo } from "../../domain/task.ts";
import type { VideoId } from "../../keys.ts";
import { type ApiContext, maySee } from "../http/api.ts";
import { pathId } from "../http/ids.ts";
import type { TasksPorts } from "./tasks-ports.ts";

export interface FoundTask {
  readonly task: Task;
  /** Absent until the object is there. */
  readonly video?: VideoItem;
}

/**
 * The task that the path names. The id of a task is that of its video.
 * @throws ApiError `resource_not_exists`, also for a task of an index that the caller may not see
 */
export async function findTask(ports: TasksPorts, context: ApiContext): Promise<FoundTask> {
  const videoId = pathId<VideoId>("task", context.req.param("taskId") ?? "");
  const found = await taskOf(ports, videoId);
  if (found === undefined || !maySee(context.var.caller, found.task.indexId)) throw notFound("task", videoId);
  return found;
}

async function taskOf({ library, tasks }: TasksPorts, videoId: VideoId): Promise<FoundTask | undefined> {
  const [video, upload] = await Promise.all([library.video(videoId), tasks.task(videoId)]);
  // A video that failed and is uploaded again: the newer of the two tells.
  if (video !== undefined && (upload === undefined || upload.updatedAt <= video.updatedAt)) {
    const runs = isOpen(video.status) ? await tasks.runs([video]) : undefined;
    return { task: taskOfVideo(video, runs?.get(videoId)), video };
  }
  if (upload === undefined || (await library.index(upload.indexId)) === undefined) return undefined;
  return { task: taskOfUpload(upload), ...(video === undefined ? {} : { video }) };
}
