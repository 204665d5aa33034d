import {
  type TaskEmbedding,
  type TaskShape,
  taskHead,
  taskMetadata,
  taskSegment,
} from "../../contracts/api/embed-task.ts";
import type { EmbedTaskItem } from "../../contracts/embed-task-item.ts";

/** A task without its embeddings, which are not there yet, or will never be. */
export function taskWithout(
  task: EmbedTaskItem,
  status: "processing" | "failed",
  shape: TaskShape,
  model: string,
) {
  const head = taskHead(task, status, model);
  return shape === "v2" ? { ...head, data: null, metadata: taskMetadata(task, shape) } : head;
}

/** A finished task as JSON text, piece by piece. */
export async function* taskText(
  task: EmbedTaskItem,
  embeddings: AsyncIterable<TaskEmbedding>,
  shape: TaskShape,
  model: string,
): AsyncGenerator<string> {
  const head = JSON.stringify(taskHead(task, "ready", model)).slice(0, -1);
  const metadata = `"metadata":${JSON.stringify(taskMetadata(task, shape))}`;
  const { before, after } = around(task, shape, metadata);
  yield `${head},${before}[`;
  let separator = "";
  for await (const embedding of embeddings) {
    yield `${separator}${JSON.stringify(taskSegment(embedding, shape))}`;
    separator = ",";
  }
  yield `]${after}}`;
}

/** v1.2 has a list of its own, v1.3 an object for each kind, v2 one list for all. */
function around({ kind }: EmbedTaskItem, shape: TaskShape, metadata: string) {
  if (shape === "v2") return { before: `${metadata},"data":`, after: "" };
  if (shape === "v1.2") return { before: `"${kind}_embeddings":`, after: "" };
  return { before: `"${kind}_embedding":{${metadata},"segments":`, after: "}" };
}
