import type { VideoSummary } from "../../contracts/library-items.ts";
import type { TaskItem } from "../../contracts/task-item.ts";
import { isOpen } from "../../domain/run.ts";
import { type Task, taskOfUpload, taskOfVideo } from "../../domain/task.ts";
import type { IndexId } from "../../keys.ts";
import type { TasksPorts } from "./tasks-ports.ts";

/** What is read together from the table. */
const CHUNK = 100;

/** The tasks of these indexes: their videos, then the uploads that are no videos yet. */
export async function* allTasks(ports: TasksPorts, indexIds: readonly IndexId[]): AsyncGenerator<Task> {
  for (const indexId of indexIds) {
    for await (const videos of chunks(ports.library.videos(indexId, "newest")))
      yield* await tasksOf(ports, videos);
  }
  for await (const uploads of chunks(ports.tasks.uploads())) {
    yield* await onlyUploads(
      ports,
      uploads.filter(({ indexId }) => indexIds.includes(indexId)),
    );
  }
}

/** Only a video under way is told apart by its run. */
async function tasksOf({ tasks }: TasksPorts, videos: readonly VideoSummary[]): Promise<Task[]> {
  const open = videos.filter(({ status }) => isOpen(status));
  const runs = open.length === 0 ? undefined : await tasks.runs(open);
  return videos.map((video) => taskOfVideo(video, runs?.get(video.videoId)));
}

async function onlyUploads({ library }: TasksPorts, uploads: readonly TaskItem[]): Promise<Task[]> {
  if (uploads.length === 0) return [];
  const videos = await library.summaries(uploads.map(({ videoId }) => videoId));
  return uploads.filter(({ videoId }) => !videos.has(videoId)).map(taskOfUpload);
}

async function* chunks<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let chunk: Item[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
