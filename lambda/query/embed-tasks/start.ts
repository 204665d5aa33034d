import type { EmbedTaskItem } from "../../contracts/embed-task-item.ts";
import { taskRequest } from "../../contracts/embed-task-request.ts";
import { type MediaSource, s3Media } from "../../contracts/media-source.ts";
import { embedTaskMediaKey, embedTaskOutputPrefix, hashOf, s3Uri } from "../../keys.ts";
import type { EmbeddingModel } from "../../models.ts";
import type { Clock, EmbeddingService } from "../../ports.ts";
import type { EmbedTasks } from "../ports.ts";

export interface StartTaskPorts {
  readonly tasks: Pick<EmbedTasks, "find" | "change">;
  readonly service: Pick<EmbeddingService, "start">;
  readonly model: EmbeddingModel;
  readonly workBucket: string;
  readonly accountId: string;
  readonly clock: Clock;
}

/**
 * Starts the invocation of a task, once for each attempt: its token follows from both, so that starting again gives the
 * same invocation.
 * @throws TemporaryError, PermanentError; `Throttled` when nothing was done
 */
export async function startInvocation(
  { tasks, service, model, workBucket, clock }: StartTaskPorts,
  task: EmbedTaskItem,
  media: MediaSource,
): Promise<void> {
  const token = hashOf("embed-task", task.taskId, String(task.attempt));
  const output = s3Uri(workBucket, embedTaskOutputPrefix(task.taskId));
  const invocationArn = await service.start(taskRequest(model, { ...task, media }), output, token);
  await tasks.change(task, { invocationArn }, at(clock));
}

/**
 * For the fetch function, when what a task names by its address stands in the work bucket under `embedTaskMediaKey`.
 * Doing it again changes nothing.
 * @throws as `startInvocation`
 */
export function startEmbedTask(ports: StartTaskPorts) {
  return async (taskId: string): Promise<void> => {
    const task = await ports.tasks.find(taskId);
    if (task === undefined || task.invocationArn !== undefined || task.failure !== undefined) return;
    const uri = s3Uri(ports.workBucket, embedTaskMediaKey(taskId));
    await startInvocation(ports, task, s3Media(uri, ports.accountId));
  };
}

/** For the fetch function, when the address gave no media. @param failure one sentence for the caller, without the address */
export function failEmbedTask({ tasks, clock }: Pick<StartTaskPorts, "tasks" | "clock">) {
  return async (taskId: string, failure: string): Promise<void> => {
    const task = await tasks.find(taskId);
    if (task !== undefined && task.invocationArn === undefined)
      await tasks.change(task, { failure }, at(clock));
  };
}

const at = (clock: Clock) => new Date(clock.now()).toISOString();
