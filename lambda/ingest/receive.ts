import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { UploadEvent } from "../contracts/upload-event.ts";
import { decideClaim } from "../domain/claim.ts";
import { TemporaryError } from "../domain/errors.ts";
import { inputOf, isOpen } from "../domain/run.ts";
import { ignoredBecause, type Upload, uploadOf } from "../domain/upload.ts";
import { folderOf } from "../keys.ts";
import { eachMessage } from "../lane/batch.ts";
import type { Catalog, ClaimState, Clock, Executions, Log } from "../ports.ts";

export interface ReceivePorts {
  readonly catalog: Catalog;
  readonly executions: Executions;
  readonly clock: Clock;
  readonly log: Log;
  readonly profile: string;
  readonly invokeBudget: number;
}

/** Tries against other events of the same key; each reads the records again. */
const CLAIM_TRIES = 5;

/**
 * Takes events of uploaded objects and sees to it that each version has one run. A message that fails is handed back
 * alone; all writes can be repeated.
 */
export function receive(ports: ReceivePorts): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return eachMessage(ports.log, (body) => receiveOne(ports, body));
}

async function receiveOne(ports: ReceivePorts, body: string): Promise<void> {
  const upload = uploadOf(UploadEvent.parse(JSON.parse(body)));
  const ignored = ignoredBecause(upload);
  if (ignored !== undefined) return ports.log.info("upload ignored", { ignored });
  for (let attempt = 0; attempt < CLAIM_TRIES; attempt++) {
    if (await claimOnce(ports, upload)) return;
  }
  throw new TemporaryError("INTERNAL", "The records of the upload kept changing.");
}

/** False when the records changed between reading and writing. */
async function claimOnce(ports: ReceivePorts, upload: Upload): Promise<boolean> {
  const { catalog, log, profile, invokeBudget, clock } = ports;
  const at = new Date(clock.now()).toISOString();
  const before = await catalog.claimState(upload.bucket, upload.key);
  const decision = decideClaim(upload, before, { profile, invokeBudget, at });
  switch (decision.kind) {
    case "late":
      await catalog.recordLate(decision.run);
      log.info("upload was overtaken", { runId: decision.run.runId });
      return true;
    case "removed":
      log.info("upload was removed");
      return true;
    case "unchanged":
      log.info("upload is unchanged", { runId: decision.object.currentRunId });
      if (!(await catalog.claim({ before, object: decision.object }))) return false;
      await start(ports, before, upload);
      return true;
    case "duplicate":
      await start(ports, before, upload);
      return true;
    case "new": {
      await catalog.ensureIndex(folderOf(upload.key), at);
      if (!(await catalog.claim({ before, ...decision }))) return false;
      const { superseded } = decision;
      await start(ports, { ...before, run: decision.run }, upload);
      if (superseded !== undefined)
        await ports.executions.stop(superseded.runId, "A newer version was uploaded.");
      return true;
    }
  }
}

/**
 * Also after a duplicate or unchanged upload: the first delivery may have died between the claim and the start, and
 * comes too late once the key has a newer sequencer.
 */
async function start(
  { catalog, executions, log }: ReceivePorts,
  { run }: ClaimState,
  upload: Upload,
): Promise<void> {
  if (run === undefined || !isOpen(run.status)) return;
  const input = inputOf(run, upload);
  await catalog.executionStarted(input, await executions.start(input));
  log.info("run started", { runId: run.runId, videoId: run.videoId });
}
