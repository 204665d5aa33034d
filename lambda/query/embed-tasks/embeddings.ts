import type { TaskEmbedding } from "../../contracts/api/embed-task.ts";
import type { EmbedTaskItem } from "../../contracts/embed-task-item.ts";
import { decodeVector, normalise, vectorNumbers } from "../../domain/embedding.ts";
import { readOutput } from "../../domain/output-stream.ts";
import type { RunId, VideoId } from "../../keys.ts";
import type { EmbeddingModel } from "../../models.ts";
import type { ObjectStore } from "../../ports.ts";
import type { StoredSegments } from "../ports.ts";

export interface EmbeddingPorts {
  readonly segments: StoredSegments;
  readonly work: Pick<ObjectStore, "getStream">;
  readonly model: EmbeddingModel;
}

/**
 * The embeddings of a finished task, one after the other and of unit length: the whole of them may have 100 MB.
 * Undefined when the output is gone: objects of the work bucket expire.
 */
export async function embeddingsOf(
  ports: EmbeddingPorts,
  task: EmbedTaskItem,
  options: readonly string[],
): Promise<AsyncIterable<TaskEmbedding> | undefined> {
  const { source, scopes, outputKey = "" } = task;
  if (source.type === "stored") {
    const { videoId, runId } = source;
    return storedEmbeddings(ports, { videoId, runId }, scopes, options);
  }
  const stream = await ports.work.getStream(outputKey);
  return stream && outputEmbeddings(ports, stream, options);
}

async function* storedEmbeddings(
  { segments }: EmbeddingPorts,
  { videoId, runId }: { videoId: VideoId; runId: RunId },
  scopes: readonly string[],
  options: readonly string[],
): AsyncGenerator<TaskEmbedding> {
  for (const option of options) {
    for await (const { embedding, ...segment } of segments.segments(videoId, runId, option)) {
      if (scopes.includes(segment.scope))
        yield { ...segment, vector: vectorNumbers(decodeVector(embedding)) };
    }
  }
}

async function* outputEmbeddings(
  { model }: EmbeddingPorts,
  stream: AsyncIterable<Uint8Array>,
  options: readonly string[],
): AsyncGenerator<TaskEmbedding> {
  for await (const item of readOutput(stream)) {
    const { embedding, ...place } = model.parseItem(item);
    if (options.includes(place.option))
      yield { ...place, vector: vectorNumbers(normalise(embedding).vector) };
  }
}
