import type { VideoRemoval } from "../contracts/removal-request.ts";
import { removalPlan, wasAtWork } from "../domain/removal.ts";
import { taskKey } from "../keys.ts";
import type { RemovePorts } from "./remove-ports.ts";
import { removeRun } from "./remove-run.ts";

/** The longest that SQS holds a message back, and as long as any step of the pipeline may still be at work. */
const SWEEP_AFTER_SEC = 900;

/** Removes a marked video: its file, its runs with all that they left, its answers, and at last its record. */
export async function removeVideo(ports: RemovePorts, request: VideoRemoval): Promise<void> {
  const { catalog, executions, versions, removals, log } = ports;
  const { videoId, bucket, key, markedAt } = request;
  const runs = await catalog.runs(videoId);
  const video = await catalog.video(videoId);
  const plan = removalPlan(markedAt, runs, video);
  if (plan === undefined) return log.info("video is not marked", { videoId });

  for (const run of plan.runs.filter(wasAtWork)) {
    await executions.stop(run.runId, "The video was removed.");
    // Stopping an execution does not stop a function that is at work for it.
    await removals.send({ kind: "run", videoId, runId: run.runId }, SWEEP_AFTER_SEC);
  }
  await versions.remove(bucket, key, plan.versions);
  for (const run of plan.runs) await removeRun(ports, run, request);
  for await (const page of catalog.questions(videoId, plan.versions.kept)) await catalog.deleteItems(page);
  if (plan.isWhole) {
    await catalog.deleteItems([taskKey(videoId)]);
    await catalog.deleteVideo(videoId);
  }
  log.info("video removed", { videoId, runs: plan.runs.length, isWhole: plan.isWhole });
}
