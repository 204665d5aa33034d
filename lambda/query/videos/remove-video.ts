import { ApiError } from "../../contracts/api/error.ts";
import type { VideoItem } from "../../contracts/items.ts";
import { laterThan } from "../../domain/instant.ts";
import type { Clock } from "../../ports.ts";
import type { Library, LibraryChanges, RemovalRequests } from "../ports.ts";
import { TRIES } from "./videos-ports.ts";
import { knownVideo } from "./visible-video.ts";

export interface RemovalPorts {
  readonly library: Library;
  readonly changes: Pick<LibraryChanges, "markVideo">;
  readonly removals: RemovalRequests;
  readonly clock: Clock;
}

/** The mark is there by then. */
const BEFORE_MARK_SEC = 5;

/**
 * Hides a video at once, and asks for all of it to be removed.
 * @throws ApiError `resource_not_exists`, `service_unavailable`
 */
export async function removeVideo(
  { library, changes, removals, clock }: RemovalPorts,
  first: VideoItem,
): Promise<void> {
  let video = first;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const { videoId, bucket, key, updatedAt } = video;
    const markedAt = laterThan(updatedAt, new Date(clock.now()).toISOString());
    // Asked for first: a request without a mark does nothing, a mark without a request would keep the file for ever.
    await removals.send({ kind: "video", videoId, bucket, key, markedAt }, BEFORE_MARK_SEC);
    if (await changes.markVideo(video, markedAt)) return;
    video = await knownVideo(library, video.indexId, videoId);
  }
  throw new ApiError("service_unavailable", "The video is being changed by others. Try again in a moment.");
}
