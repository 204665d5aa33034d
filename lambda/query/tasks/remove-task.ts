import { ApiError } from "../../contracts/api/error.ts";
import { removeVideo } from "../videos/remove-video.ts";
import type { FoundTask } from "./find-task.ts";
import type { TasksPorts } from "./tasks-ports.ts";

/**
 * Removes a task that is over. A task is what happens to a video, so that the video goes with it.
 * @throws ApiError `task_cannot_be_deleted` while it is under way
 */
export async function removeTask(ports: TasksPorts, { task, video }: FoundTask): Promise<void> {
  if (task.status !== "ready" && task.status !== "failed") {
    throw new ApiError(
      "task_cannot_be_deleted",
      `The task is ${task.status}: only a task that is ready or failed can be deleted.`,
    );
  }
  if (video !== undefined) await removeVideo(ports, video);
  await ports.tasks.remove(task._id);
}
