import { notFound } from "../../contracts/api/error.ts";
import type { VideoItem } from "../../contracts/items.ts";
import type { IndexId, VideoId } from "../../keys.ts";
import type { ApiContext } from "../http/api.ts";
import { pathId } from "../http/ids.ts";
import { visibleIndex } from "../indexes/visible-index.ts";
import type { Library } from "../ports.ts";

/**
 * The video that the path names, in the index that it names.
 * @throws ApiError `resource_not_exists`, `index_not_allowed`
 */
export async function visibleVideo(
  { library }: { readonly library: Library },
  context: ApiContext,
): Promise<VideoItem> {
  const { indexId } = await visibleIndex({ library }, context);
  return knownVideo(library, indexId, pathId<VideoId>("video", context.req.param("videoId") ?? ""));
}

/** @throws ApiError `resource_not_exists`, for a video of another index too */
export async function knownVideo(library: Library, indexId: IndexId, videoId: VideoId): Promise<VideoItem> {
  const video = await library.video(videoId);
  if (video?.indexId !== indexId) throw notFound("video", videoId);
  return video;
}
