import { VideoAnswer } from "./answers.ts";
import type { Api } from "./api.ts";
import { absent } from "./find-index.ts";
import { findTask, videoPath } from "./find-video.ts";
import { titleOf } from "./video-results.ts";

/** What a person calls a video: its title, else its file name. Each is asked for once. */
export function titlesOf(api: Api, indexId: string | undefined): (videoId: string) => Promise<string> {
  const known = new Map<string, Promise<string>>();
  const ask = async (videoId: string) => {
    const index = indexId ?? (await findTask(api, videoId))?.index_id;
    if (index === undefined) return videoId;
    const path = videoPath({ indexId: index, videoId });
    // One that was removed since it was found has its id only.
    const video = await api.json(VideoAnswer, { path }).catch(absent);
    return video === undefined ? videoId : (titleOf(video) ?? video.system_metadata.filename);
  };
  return (videoId) => {
    const asked = known.get(videoId) ?? ask(videoId);
    known.set(videoId, asked);
    return asked;
  };
}

/** Items together with the titles of their videos, in the same order; those of a block are asked for at the same time. */
export async function* withTitles<Item>(
  items: AsyncIterable<Item>,
  idOf: (item: Item) => string,
  titleOf: (videoId: string) => Promise<string>,
): AsyncGenerator<{ readonly item: Item; readonly title: string }> {
  let block: Item[] = [];
  const titled = () => Promise.all(block.map(async (item) => ({ item, title: await titleOf(idOf(item)) })));
  for await (const item of items) {
    if (block.push(item) < 10) continue;
    yield* await titled();
    block = [];
  }
  yield* await titled();
}
