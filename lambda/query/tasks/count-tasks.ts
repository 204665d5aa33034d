import { TASK_STATUSES, type TaskStatus } from "../../domain/task-status.ts";
import type { IndexId } from "../../keys.ts";
import { allTasks } from "./all-tasks.ts";
import type { TasksPorts } from "./tasks-ports.ts";

/** How many tasks of an index have each status. */
export async function countTasks(ports: TasksPorts, indexId: IndexId) {
  const counts = Object.fromEntries(TASK_STATUSES.map((status) => [status, 0])) as Record<TaskStatus, number>;
  let total = 0;
  for await (const { status } of allTasks(ports, [indexId])) {
    counts[status]++;
    total++;
  }
  return { index_id: indexId, ...counts, total_result: total };
}
