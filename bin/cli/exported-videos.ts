import type { ExportedVideo } from "../../lambda/domain/export/exported-video.ts";
import { VideoAnswer } from "./answers.ts";
import type { Api } from "./api.ts";
import { chooseIndex } from "./find-index.ts";
import { findVideo } from "./find-video.ts";
import { listed } from "./pages.ts";
import { videoResults } from "./video-results.ts";

/** One named video, or all of an index that have results, from the oldest, one in memory at a time. */
export async function* exportedVideos(
  api: Api,
  name: string | undefined,
  indexName: string | undefined,
): AsyncGenerator<ExportedVideo> {
  if (name !== undefined) {
    yield (await videoResults(api, await findVideo(api, name))).exported;
    return;
  }
  const index = await chooseIndex(api, indexName);
  for await (const { _id } of listed(api, VideoAnswer, `/indexes/${index._id}/videos`)) {
    const video = { indexId: index._id, videoId: _id };
    yield (await videoResults(api, video, index.index_name)).exported;
  }
}
