import { ApiError } from "../../contracts/api/error.ts";
import type { VideoItem } from "../../contracts/items.ts";
import { laterThan } from "../../domain/instant.ts";
import { changedMetadata, type MetadataChange } from "../../domain/metadata-change.ts";
import { TRIES, type VideosPorts } from "./videos-ports.ts";
import { knownVideo } from "./visible-video.ts";

/**
 * Merges what a person says into a video. The pipeline writes the same record: each try reads it again.
 * @throws ApiError `parameter_invalid`, `resource_not_exists`, `service_unavailable`
 */
export async function updateVideo(
  ports: VideosPorts,
  first: VideoItem,
  change: MetadataChange,
): Promise<void> {
  let video = first;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const metadata = changedMetadata(video.metadata ?? {}, change);
    if (typeof metadata === "string")
      throw new ApiError("parameter_invalid", `The metadata parameter is invalid: ${metadata}.`);
    const at = laterThan(video.updatedAt, new Date(ports.clock.now()).toISOString());
    if (await ports.changes.setMetadata(video, metadata, at)) return;
    video = await knownVideo(ports.library, video.indexId, video.videoId);
  }
  throw new ApiError("service_unavailable", "The video is being changed by others. Try again in a moment.");
}
