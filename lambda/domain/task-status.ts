import type { RunItem } from "../contracts/items.ts";
import type { RunStatus } from "../contracts/workflow.ts";

/** The platform's statuses of a task. */
export const TASK_STATUSES = [
  "uploading",
  "validating",
  "pending",
  "queued",
  "indexing",
  "ready",
  "failed",
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** How a video's own status looks as a task; a video under way is told apart by its run. */
const BY_VIDEO: Readonly<Record<RunStatus, TaskStatus>> = {
  QUEUED: "queued",
  PROCESSING: "indexing",
  READY: "ready",
  PARTIAL: "ready",
  REJECTED: "failed",
  FAILED: "failed",
  SUPERSEDED: "failed",
  DELETED: "failed",
};

/** The status of the task that is a video. `run` is the newest one; it may be missing. */
export function taskStatusOf(
  status: RunStatus,
  run: Pick<RunItem, "status" | "steps" | "executionArn"> | undefined,
): TaskStatus {
  if (run === undefined || (status !== "QUEUED" && status !== "PROCESSING")) return BY_VIDEO[status];
  if (run.status === "PROCESSING") return run.steps.probe?.status === "DONE" ? "indexing" : "validating";
  // Without an execution the upload is known and nothing is started: it waits for the account's share of executions.
  return run.executionArn === undefined ? "pending" : "queued";
}

/** Rough share of the work that is behind a task, percent: people watch it move. */
export const PERCENTAGE: Readonly<Record<TaskStatus, number>> = {
  uploading: 0,
  pending: 5,
  queued: 10,
  validating: 15,
  indexing: 50,
  ready: 100,
  failed: 100,
};

/** Seconds that a video waits and is looked at before a model begins. */
const OVERHEAD_SEC = 45;
/** For a video that is not measured yet. */
const UNKNOWN_DURATION_SEC = 120;

/**
 * When a task should be done: created + 45 s + the length of the video. TwelveLabs publishes no formula; its one recorded
 * task was estimated at 207 s for a video of 159 s.
 */
export function estimatedTime(createdAt: string, durationSec: number | undefined): string {
  const seconds = OVERHEAD_SEC + (durationSec ?? UNKNOWN_DURATION_SEC);
  return new Date(Date.parse(createdAt) + Math.round(seconds * 1000)).toISOString();
}
