import { IndexAnswer, pageOf, TaskAnswer } from "./answers.ts";
import type { Api } from "./api.ts";
import { CliError } from "./failure.ts";
import { absent, findIndex, ID } from "./find-index.ts";

/** A video that a person named. */
export interface FoundVideo {
  readonly videoId: string;
  readonly indexId: string;
  readonly fileName: string;
  /** The platform's status of its task. */
  readonly status: string;
}

/** Videos of one name that are listed in a message. */
const SHOWN_CANDIDATES = 10;

/**
 * A video by its id, its file name, or `index/file name`.
 * @throws CliError when it names none, or more than one
 */
export async function findVideo(api: Api, text: string): Promise<FoundVideo> {
  if (ID.test(text)) {
    const task = await findTask(api, text);
    if (task !== undefined) return videoOf(task);
  }
  const slash = text.indexOf("/");
  const indexId = slash > 0 ? (await findIndex(api, text.slice(0, slash)))._id : undefined;
  const filename = text.slice(text.lastIndexOf("/") + 1);
  const { data, page_info } = await api.json(pageOf(TaskAnswer), {
    path: "/tasks",
    query: { filename, index_id: indexId, page_limit: SHOWN_CANDIDATES },
  });
  const [only, ...others] = data;
  if (only === undefined) throw new CliError(`There is no video "${text}". reelbase ls lists what there is.`);
  if (others.length === 0) return videoOf(only);
  const candidates = await Promise.all(data.map((task) => candidate(api, task)));
  throw new CliError(
    `${page_info.total_results ?? data.length} videos are called "${filename}": ${candidates.join(", ")}. Give the id of one.`,
  );
}

/** The task that is a video; undefined when there is none. */
export const findTask = (api: Api, id: string): Promise<TaskAnswer | undefined> =>
  api.json(TaskAnswer, { path: `/tasks/${encodeURIComponent(id)}` }).catch(absent);

/** Below which everything about a video is asked. */
export const videoPath = ({ indexId, videoId }: Pick<FoundVideo, "indexId" | "videoId">) =>
  `/indexes/${encodeURIComponent(indexId)}/videos/${encodeURIComponent(videoId)}`;

const videoOf = ({ _id, index_id, status, metadata }: TaskAnswer): FoundVideo => ({
  videoId: _id,
  indexId: index_id,
  fileName: metadata.filename,
  status,
});

async function candidate(api: Api, { _id, index_id, metadata }: TaskAnswer): Promise<string> {
  const index = await api.json(IndexAnswer, { path: `/indexes/${index_id}` }).catch(absent);
  return `${_id} (${index?.index_name ?? index_id}/${metadata.filename})`;
}
