import { ApiError } from "../../contracts/api/error.ts";
import { removeVideo } from "../videos/remove-video.ts";
import type { FoundTask } from "./find-task.ts";
import type { TasksPorts } from "./tasks-ports.ts";

/**
 * Removes a task that failed, with the file that could not be used. A task is what happens to a video, and nobody loses a
 * video by tidying up tasks: one that is ready goes by deleting its video.
 * @throws ApiError `task_cannot_be_deleted` while it is under way, and when the video is ready
 */
export async function removeTask(ports: TasksPorts, { task, video }: FoundTask): Promise<void> {
  if (task.status !== "failed") {
    const because =
      task.status === "ready"
        ? "Its video is ready: delete the video, and the task goes with it."
        : `The task is ${task.status}: only one that is over can be deleted.`;
    throw new ApiError("task_cannot_be_deleted", because);
  }
  if (video !== undefined) await removeVideo(ports, video);
  await ports.tasks.remove(task._id);
}
