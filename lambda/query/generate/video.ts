import type { Caller } from "../../contracts/api/caller.ts";
import { ApiError, notFound } from "../../contracts/api/error.ts";
import type { VideoItem } from "../../contracts/items.ts";
import { violations } from "../../domain/media-limits.ts";
import type { QuestionPart } from "../../domain/questions/question.ts";
import type { VideoId } from "../../keys.ts";
import type { AnalysisModel } from "../../models.ts";
import { maySee } from "../http/api.ts";
import type { Library } from "../ports.ts";

/**
 * A video whose results stand.
 * @throws ApiError `resource_not_exists`, `video_not_ready`, `video_has_no_results`
 */
export async function finishedVideo(
  library: Pick<Library, "video">,
  caller: Caller,
  videoId: VideoId,
): Promise<VideoItem> {
  const video = await library.video(videoId);
  const isGone = video === undefined || video.status === "DELETED" || video.status === "SUPERSEDED";
  if (isGone || !maySee(caller, video.indexId)) throw notFound("video", videoId);
  if (video.status === "REJECTED" || video.status === "FAILED") {
    throw new ApiError(
      "video_has_no_results",
      `The video has no results: ${video.reason?.message ?? ""}`.trim(),
    );
  }
  // While the same version is processed with other models its results stand; those of an older version do not answer
  // for the file that is there now.
  const stands = video.currentRunId !== undefined && video.stale !== true;
  if ((video.status === "QUEUED" || video.status === "PROCESSING") && !stands) {
    throw new ApiError(
      "video_not_ready",
      "The video is still being processed. Try again when its task is ready.",
    );
  }
  return video;
}

/**
 * What of a video the model is asked about: all of it in one call, as long as it takes that.
 * @throws ApiError `video_not_supported` with the limit that the video does not keep
 */
export function partsOf(video: VideoItem, model: AnalysisModel): readonly QuestionPart[] {
  const { bucket, key, sizeBytes, durationSec, width, height } = video;
  if (durationSec === undefined || width === undefined || height === undefined)
    throw new ApiError("video_not_supported", "The video's length and size are not known.");
  const [first] = violations({ sizeBytes, durationSec, width, height }, model.limits);
  if (first) throw new ApiError("video_not_supported", `${first.fact}; ${model.name} takes ${first.rule}.`);
  return [{ bucket, key, offsetSec: 0, durationSec }];
}
