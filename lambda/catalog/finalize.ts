import { Analysis } from "../contracts/analysis.ts";
import type { RunItem, StepRecord } from "../contracts/items.ts";
import type { Reason, Step } from "../contracts/reason.ts";
import {
  type AnalyzeOutcome,
  type EmbedOutcome,
  FinalizeInput,
  type RunEnded,
  type RunStatus,
  type SegmentCounts,
} from "../contracts/workflow.ts";
import { indexedWords } from "../domain/analysis-words.ts";
import { PermanentError, reasonOfError } from "../domain/errors.ts";
import { isOpen, runEnd } from "../domain/run.ts";
import type { Catalog, Clock, Closing, Log, ObjectStore } from "../ports.ts";

export interface FinalizePorts {
  readonly catalog: Catalog;
  readonly work: ObjectStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Ids of the models that the run used, by stage. */
  readonly models: Readonly<Record<string, string>>;
}

/**
 * Closes a run: what was obtained becomes current in one transaction, what is missing gives the reason. Closing a run
 * again returns how it ended.
 */
export function finalize(ports: FinalizePorts) {
  return async (event: unknown): Promise<RunEnded> => {
    const input = FinalizeInput.parse(event);
    const { videoId, runId } = input.run;
    const record = await ports.catalog.run(videoId, runId);
    if (record === undefined) throw new PermanentError("INTERNAL", "The run is not in the catalog.");
    const at = new Date(ports.clock.now()).toISOString();
    const end = await endOf(ports, input, record);
    // Before the run becomes current: a search that finds its video finds its words too.
    if (end.analysis !== undefined && isOpen(record.status))
      await ports.catalog.putWords(input.run, indexedWords(end.analysis));
    const ended = await ports.catalog.close({
      ...end,
      run: input.run,
      steps: endedSteps(record, end, at),
      media: record.media ?? {},
      models: ports.models,
      at,
    });
    ports.log.info("run ended", { runId, videoId, status: ended.status, code: ended.reason?.code });
    return ended;
  };
}

/** The steps' own reasons beside that of the run. */
type End = Pick<Closing, "status" | "reason" | "analysis" | "segmentCounts"> & {
  readonly reasons: Partial<Record<Step, Reason>>;
};

async function endOf(ports: FinalizePorts, input: FinalizeInput, record: RunItem): Promise<End> {
  switch (input.outcome) {
    case "rejected":
      return alone("REJECTED", input.reason);
    case "failed":
      return alone("FAILED", reasonOfError(input.error, stepAtWork(record)));
    case "finished": {
      const analyze = reasonOfBranch(input.analyze, "analyze");
      const embed = reasonOfBranch(input.embed, "embed");
      return {
        ...runEnd({ reason: analyze }, { reason: embed }),
        ...(input.analyze.outcome === "done"
          ? { analysis: await analysisAt(ports, input.analyze.analysisKey) }
          : {}),
        ...(input.embed.outcome === "done" ? { segmentCounts: sumOfCounts(input.embed.collected) } : {}),
        reasons: { ...(analyze ? { analyze } : {}), ...(embed ? { embed } : {}) },
      };
    }
  }
}

/** The branches behind the probe catch their own errors: what breaks after it breaks while the run is closed. */
const stepAtWork = ({ steps }: RunItem): Step => (steps.probe?.status === "DONE" ? "finalize" : "probe");

const alone = (status: RunStatus, reason: Reason): End => ({
  status,
  reason,
  reasons: { [reason.step]: reason },
});

function reasonOfBranch(branch: AnalyzeOutcome | EmbedOutcome, step: Step): Reason | undefined {
  if (branch.outcome === "done") return undefined;
  return branch.outcome === "missing" ? branch.reason : reasonOfError(branch.error, step);
}

async function analysisAt({ work }: FinalizePorts, key: string): Promise<Analysis> {
  const text = await work.getText(key);
  if (text === undefined) throw new PermanentError("OUTPUT_MISSING", "The stitched analysis is gone.");
  return Analysis.parse(JSON.parse(text));
}

/** Parts of one video count together. */
function sumOfCounts(collected: readonly { readonly segmentCounts: SegmentCounts }[]): SegmentCounts {
  const sums: Record<string, number> = {};
  for (const { segmentCounts } of collected) {
    for (const [option, count] of Object.entries(segmentCounts)) sums[option] = (sums[option] ?? 0) + count;
  }
  return sums;
}

/** Every step that began has an end, and its own reason when it is the one to blame. */
function endedSteps({ steps }: RunItem, { reasons }: End, at: string): RunItem["steps"] {
  const begun = Object.entries(steps) as [Step, StepRecord][];
  const ended = begun.map(([step, record]) => [step, endedStep(record, reasons[step], at)] as const);
  const blamed = Object.entries(reasons).filter(([step]) => !(step in steps));
  const missing = blamed.map(([step, reason]) => [step, { status: "MISSING" as const, reason }] as const);
  return Object.fromEntries([...ended, ...missing]);
}

function endedStep(record: StepRecord, reason: Reason | undefined, at: string): StepRecord {
  if (reason !== undefined) return { ...record, status: "FAILED", endedAt: record.endedAt ?? at, reason };
  return record.status === "PROCESSING" ? { ...record, status: "DONE", endedAt: at } : record;
}
