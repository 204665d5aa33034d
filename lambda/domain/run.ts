import type { RunItem } from "../contracts/items.ts";
import type { Reason } from "../contracts/reason.ts";
import type { Settings } from "../contracts/settings.ts";
import type { RunInput, RunStatus } from "../contracts/workflow.ts";
import { hashOf } from "../keys.ts";
import { PROMPT_PACK_VERSION } from "./prompts/pack.ts";

const OPEN: ReadonlySet<RunStatus> = new Set(["QUEUED", "PROCESSING"]);

/** Whether the run is still under way. */
export const isOpen = (status: RunStatus) => OPEN.has(status);

/**
 * Hash of all that shapes a result: models, options, prompts. Another profile is another run, also for the same file.
 * The call budget is left out: it changes what may be spent, not what comes out.
 */
export function profileOf({ invokeBudget: _, ...settings }: Settings): string {
  const entries = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return hashOf(JSON.stringify([PROMPT_PACK_VERSION, entries])).slice(0, 16);
}

export interface BranchEnd {
  /** Undefined when the branch obtained its results. */
  readonly reason: Reason | undefined;
}

/** How a run ends whose branches ended like this: what was obtained is kept, what is missing gives the reason. */
export function runEnd(analyze: BranchEnd, embed: BranchEnd): { status: RunStatus; reason: Reason | null } {
  const missing = [analyze.reason, embed.reason].filter((reason) => reason !== undefined);
  const status = (["READY", "PARTIAL", "FAILED"] as const)[missing.length] ?? "FAILED";
  return { status, reason: missing[0] ?? null };
}

/** The input under which the run's execution was started: the same text every time. */
export function inputOf(
  run: RunItem,
  object: Pick<RunInput, "bucket" | "key" | "etag" | "sizeBytes">,
): RunInput {
  const { runId, videoId, indexId, versionId, profile, generation } = run;
  const { bucket, key, etag, sizeBytes } = object;
  return { runId, videoId, indexId, bucket, key, versionId, etag, sizeBytes, profile, generation };
}
