import type { TaskStatus } from "../../contracts/api/embed-task.ts";
import type { EmbedTaskItem } from "../../contracts/embed-task-item.ts";
import { findOutput, OUTPUT_GRACE_MS } from "../../embed/find-output.ts";
import { embedTaskOutputPrefix } from "../../keys.ts";
import type { Clock, EmbeddingService, ObjectStore } from "../../ports.ts";
import type { EmbedTaskChange, EmbedTasks } from "../ports.ts";

export interface SettlePorts {
  readonly tasks: Pick<EmbedTasks, "change">;
  readonly service: Pick<EmbeddingService, "status">;
  readonly work: Pick<ObjectStore, "exists">;
  readonly workBucket: string;
  readonly clock: Clock;
}

export interface Settled {
  readonly task: EmbedTaskItem;
  readonly status: TaskStatus;
}

/** How long a task may be without an invocation: fetching a file of gigabytes takes minutes, not hours. */
const START_GRACE_MS = 60 * 60 * 1000;

/** How a task stands. Nobody waits for it: whoever asks makes Bedrock be asked, until it is over. */
export async function settled(ports: SettlePorts, task: EmbedTaskItem): Promise<Settled> {
  if (task.failure !== undefined) return { task, status: "failed" };
  if (task.source.type === "stored" || task.outputKey !== undefined) return { task, status: "ready" };
  const change = await outcome(ports, task);
  if (change === undefined) return { task, status: "processing" };
  const at = new Date(ports.clock.now()).toISOString();
  await ports.tasks.change(task, change, at);
  const status = change.failure === undefined ? "ready" : "failed";
  return { task: { ...task, ...change, updatedAt: at }, status };
}

/** Undefined while it is at work. */
async function outcome(ports: SettlePorts, task: EmbedTaskItem): Promise<EmbedTaskChange | undefined> {
  const { invocationArn, updatedAt, taskId } = task;
  const now = ports.clock.now();
  if (invocationArn === undefined) {
    const isLost = now - Date.parse(updatedAt) > START_GRACE_MS;
    return isLost ? { failure: "The task was never started; post it again." } : undefined;
  }
  const status = await ports.service.status(invocationArn);
  if (status.status === "InProgress") return undefined;
  // The service's own words may name resources of the account.
  if (status.status === "Failed") return { failure: "The embedding model could not use the media." };
  const outputPrefix = embedTaskOutputPrefix(taskId);
  const outputKey = await findOutput(ports, { invocationArn, outputPrefix }, status);
  if (outputKey !== undefined) return { outputKey };
  return now - status.endedAtMs < OUTPUT_GRACE_MS
    ? undefined
    : { failure: "The embedding model wrote no output." };
}
