import type { Store } from "../store.ts";

/** A finished StartMessageMoveTask, as ListMessageMoveTasks gives it. */
export interface MoveTask {
  readonly TaskHandle: string;
  readonly SourceArn: string;
  readonly DestinationArn?: string;
  readonly Status: "COMPLETED" | "FAILED";
  readonly FailureReason?: string;
  readonly ApproximateNumberOfMessagesMoved: number;
  readonly ApproximateNumberOfMessagesToMove: number;
  /** Milliseconds since 1970. */
  readonly StartedTimestamp: number;
}

export interface MoveTasks {
  add(task: MoveTask): Promise<void>;
  /** Newest first. */
  list(sourceArn: string, limit: number): Promise<MoveTask[]>;
}

export function createMoveTasks(store: Store): MoveTasks {
  const records = store.records<MoveTask>("sqs-move-task");
  return {
    add: (task) =>
      records.put(
        `${task.SourceArn} ${String(task.StartedTimestamp).padStart(16, "0")} ${task.TaskHandle}`,
        task,
      ),
    async list(sourceArn, limit) {
      const tasks: MoveTask[] = [];
      const range = { gte: `${sourceArn} `, lt: `${sourceArn}!`, reverse: true, limit };
      for await (const [, task] of records.entries(range)) tasks.push(task);
      return tasks;
    },
  };
}
