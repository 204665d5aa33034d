import type { RunItem, VideoItem } from "../contracts/items.ts";
import type { RunId } from "../keys.ts";

type RunRecord = Pick<RunItem, "runId" | "versionId" | "status" | "createdAt" | "updatedAt" | "steps">;

/** What of a video is to be removed. */
export interface RemovalPlan<Run> {
  readonly runs: readonly Run[];
  readonly versions: RemovableVersions;
  /** The video itself goes too: nothing was uploaded under its key since. */
  readonly isWhole: boolean;
}

export interface RemovableVersions {
  /** ISO 8601. */
  readonly markedAt: string;
  /** The version of a video that was uploaded since. */
  readonly kept: string | undefined;
  /** Versions of the runs that are removed. */
  readonly removed: ReadonlySet<string>;
}

/**
 * Decides what a removal means now. Between the mark and the removal a new file may have been uploaded under the same key:
 * its run and its version stay. Undefined when there is nothing to do, because the mark was never made.
 * @param runs read before the video, so that a run that is claimed meanwhile is not among them
 */
export function removalPlan<Run extends RunRecord>(
  markedAt: string,
  runs: readonly Run[],
  video: Pick<VideoItem, "status" | "versionId" | "latestRunId" | "currentRunId"> | undefined,
): RemovalPlan<Run> | undefined {
  if (video === undefined || video.status === "DELETED") {
    return { runs, versions: versionsOf(markedAt, runs, undefined), isWhole: true };
  }
  // The mark gives its time to the runs that it ends.
  const isMarked = runs.some(({ status, updatedAt }) => status === "DELETED" && updatedAt === markedAt);
  if (!isMarked) return undefined;
  const kept: readonly (RunId | undefined)[] = [video.latestRunId, video.currentRunId];
  const old = runs.filter(({ runId, createdAt }) => !kept.includes(runId) && createdAt <= markedAt);
  return { runs: old, versions: versionsOf(markedAt, old, video.versionId), isWhole: false };
}

const versionsOf = (
  markedAt: string,
  runs: readonly RunRecord[],
  kept: string | undefined,
): RemovableVersions => ({
  markedAt,
  kept,
  removed: new Set(runs.map(({ versionId }) => versionId)),
});

const SECOND_MS = 1000;
const secondOf = (timeMs: number) => Math.floor(timeMs / SECOND_MS);

/**
 * Whether a version of the object goes. S3 tells times in whole seconds: of a version that no run knows, and that came in
 * the second of the mark, it is not known on which side of it, and it stays.
 */
export function isRemovableVersion(
  { versionId, modifiedMs }: { readonly versionId: string; readonly modifiedMs: number },
  { markedAt, kept, removed }: RemovableVersions,
): boolean {
  if (versionId === kept) return false;
  return removed.has(versionId) || secondOf(modifiedMs) < secondOf(Date.parse(markedAt));
}

/** Whether a step may have been at work on the run when it was marked: what it still writes has to be swept up later. */
export const wasAtWork = ({ steps }: Pick<RunItem, "steps">) => {
  const records = Object.values(steps);
  return records.length === 0 || records.some(({ status }) => status === "PROCESSING");
};
