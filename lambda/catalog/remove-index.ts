import type { VideoItem } from "../contracts/items.ts";
import type { VideoSummary } from "../contracts/library-items.ts";
import type { IndexRemoval } from "../contracts/removal-request.ts";
import { laterThan } from "../domain/instant.ts";
import { folderOf } from "../keys.ts";
import type { RemovePorts } from "./remove-ports.ts";

/** Between two walks over the index, while its videos are being removed; the GSI is up to date by then. */
const PAUSE_SEC = 60;
/** Videos marked in one turn: a few minutes of work, within the function's time. */
const MARKS_PER_TURN = 1000;
/** Every so many turns all marked videos are asked for again: a message may have been lost between mark and queue. */
const REMIND_EVERY = 10;

/** What a walk over an index came across. */
interface Walk {
  /** Videos that are still to go. */
  pending: number;
  /** The key of a video that was uploaded after the mark. */
  freshKey: string | undefined;
  marked: number;
}

/**
 * Removes a marked index when its last video is gone. Videos that are uploaded to its folder meanwhile stay, and are seen
 * when the old ones are gone: the index is then made anew, as an upload to a folder without an index does.
 */
export async function removeIndex(ports: RemovePorts, request: IndexRemoval): Promise<void> {
  const { catalog, removals, clock, log } = ports;
  const { indexId, markedAt, turn, last } = request;
  const at = new Date(clock.now()).toISOString();
  if (last) return renewWhenUsed(ports, request, at);
  const index = await catalog.index(indexId);
  if (index?.deletedAt !== markedAt) return log.info("index is not marked", { indexId });

  await catalog.deleteUploads(indexId);
  const walk = await walkOver(ports, request);
  if (walk.pending > 0) {
    const pause = walk.marked >= MARKS_PER_TURN ? 0 : PAUSE_SEC;
    return removals.send({ ...request, turn: turn + 1 }, pause);
  }
  if (walk.freshKey !== undefined) await catalog.renewIndex(index.folder, markedAt, at);
  else {
    // Asked for first: an upload may be claimed for the index in the moment in which it goes.
    await removals.send({ ...request, last: true }, PAUSE_SEC);
    await catalog.deleteIndex(indexId, markedAt);
  }
  log.info("index removed", { indexId, isAnew: walk.freshKey !== undefined });
}

async function walkOver(ports: RemovePorts, request: IndexRemoval): Promise<Walk> {
  const walk: Walk = { pending: 0, freshKey: undefined, marked: 0 };
  for await (const summary of ports.catalog.videosOf(request.indexId)) {
    if (walk.marked >= MARKS_PER_TURN) return walk;
    await visit(ports, request, summary, walk);
  }
  return walk;
}

async function visit(
  ports: RemovePorts,
  request: IndexRemoval,
  summary: VideoSummary,
  walk: Walk,
): Promise<void> {
  const { catalog, changes, removals, clock } = ports;
  const { markedAt, turn } = request;
  if (summary.status === "DELETED" && turn % REMIND_EVERY !== 0) {
    walk.pending++;
    return;
  }
  const video = await catalog.video(summary.videoId);
  if (video === undefined) return;
  if (video.status === "DELETED") {
    walk.pending++;
    return removals.send(removalOf(video, video.updatedAt));
  }
  if ((await catalog.claimedAt(video)) > markedAt) {
    walk.freshKey = video.key;
    return;
  }
  walk.pending++;
  walk.marked++;
  const at = laterThan(video.updatedAt, new Date(clock.now()).toISOString());
  // One that was changed meanwhile is met again in the next turn.
  if (await changes.markVideo(video, at)) await removals.send(removalOf(video, at));
}

const removalOf = ({ videoId, bucket, key }: VideoItem, markedAt: string) =>
  ({ kind: "video", videoId, bucket, key, markedAt }) as const;

/** A video that was claimed for the index while it went gets an index again. */
async function renewWhenUsed({ catalog }: RemovePorts, { indexId, markedAt }: IndexRemoval, at: string) {
  for await (const { status, key } of catalog.videosOf(indexId)) {
    if (status === "DELETED") continue;
    await catalog.renewIndex(folderOf(key), markedAt, at);
    return;
  }
}
