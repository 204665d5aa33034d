import { type Probed, RunInput } from "../contracts/workflow.ts";
import { PermanentError, reasonOf } from "../domain/errors.ts";
import { judgeMedia, judgeSize, type ModelChoice } from "../domain/media.ts";
import { type MediaFacts, mediaRecordOf } from "../domain/media-facts.ts";
import { uploadMetadata } from "../domain/media-metadata.ts";
import type { Catalog, Clock, Log, VideoBytes, VideoObjects } from "../ports.ts";

export interface ProbePorts {
  readonly catalog: Catalog;
  readonly videos: VideoObjects;
  /** Reads what the file says about itself. */
  readonly probe: (object: VideoBytes) => Promise<MediaFacts>;
  readonly models: ModelChoice;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Looks into a file before anything is paid for: what it is, how long, how large, and what each model does with it.
 * Only some kilobytes of it are read.
 */
export function probe(ports: ProbePorts) {
  return async (event: unknown): Promise<Probed> => {
    const run = RunInput.parse(event);
    const log = ports.log.with({ runId: run.runId, step: "probe" });
    if (!(await ports.catalog.stepStarted(run, "probe", now(ports)))) {
      throw new PermanentError("SUPERSEDED", "The run is over: a newer version took its place.");
    }
    const verdict = await judge(ports, run);
    log.info(
      "file probed",
      verdict.outcome === "accepted"
        ? { outcome: verdict.outcome, durationSec: verdict.durationSec }
        : { outcome: verdict.outcome, code: verdict.reason.code },
    );
    return verdict;
  };
}

async function judge(ports: ProbePorts, run: RunInput): Promise<Probed> {
  const object = await ports.videos.open(run);
  if (object === undefined) {
    return {
      outcome: "rejected",
      reason: reasonOf("OBJECT_MISSING", "This version of the file is gone.", "probe"),
    };
  }
  const metadata = uploadMetadata(object.metadata);
  if (Object.keys(metadata).length > 0) await ports.catalog.metadataFound(run, metadata, now(ports));
  const tooLarge = judgeSize(object.sizeBytes, ports.models);
  if (tooLarge !== undefined) return { outcome: "rejected", reason: tooLarge };
  const facts = await ports.probe(object);
  await ports.catalog.mediaProbed(run, mediaRecordOf(facts), now(ports));
  return judgeMedia(facts, ports.models, run);
}

const now = ({ clock }: ProbePorts) => new Date(clock.now()).toISOString();
