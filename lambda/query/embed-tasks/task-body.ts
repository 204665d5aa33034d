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

/** Reads the embeddings from the beginning; undefined when the output is gone. */
export type OpenEmbeddings = () => Promise<AsyncIterable<TaskEmbedding> | undefined>;

/**
 * A finished task as JSON text, piece by piece.
 * @param first the embeddings, opened once already @param again for an answer that lists them twice
 */
export async function* taskText(
  task: EmbedTaskItem,
  first: AsyncIterable<TaskEmbedding>,
  again: OpenEmbeddings,
  shape: TaskShape,
  model: string,
): AsyncGenerator<string> {
  yield JSON.stringify(taskHead(task, "ready", model)).slice(0, -1);
  let embeddings: AsyncIterable<TaskEmbedding> | undefined = first;
  for (const { before, after, segments } of listsOf(task, shape)) {
    embeddings ??= await again();
    if (embeddings === undefined) throw new Error("The output has expired while it was read.");
    yield `,${before}[`;
    let separator = "";
    for await (const embedding of embeddings) {
      yield `${separator}${JSON.stringify(taskSegment(embedding, segments))}`;
      separator = ",";
    }
    yield `]${after}`;
    embeddings = undefined;
  }
  yield "}";
}

/** The lists of an answer: v1.3 has an object for each kind, v2 one list; v1.2 had a list of its own, later that of v1.3. */
function listsOf(task: EmbedTaskItem, shape: TaskShape) {
  const metadata = `"metadata":${JSON.stringify(taskMetadata(task, shape))}`;
  if (shape === "v2") return [{ before: `${metadata},"data":`, after: "", segments: shape }];
  const { kind } = task;
  const object = {
    before: `"${kind}_embedding":{${metadata},"segments":`,
    after: "}",
    segments: "v1.3" as const,
  };
  return shape === "v1.2"
    ? [{ before: `"${kind}_embeddings":`, after: "", segments: shape }, object]
    : [object];
}
