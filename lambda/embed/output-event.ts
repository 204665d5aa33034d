import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { UploadEvent } from "../contracts/upload-event.ts";
import { TemporaryError } from "../domain/errors.ts";
import { invocationIdOfOutput } from "../keys.ts";
import { eachMessage } from "../lane/batch.ts";
import { type SettlePorts, settle } from "./settle.ts";

/**
 * Wakes the runs that wait for these outputs. No row is normal: the run looked by itself, or waits no more. An event
 * that comes before the invocation counts as completed is handed back; after its last delivery the run's own look,
 * every 5 minutes, finds the output.
 */
export function outputEvent(ports: SettlePorts): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return eachMessage(ports.log, async (body) => {
    const { detail } = UploadEvent.parse(JSON.parse(body));
    const invocationId = invocationIdOfOutput(detail.object.key);
    const row = invocationId === undefined ? undefined : await ports.catalog.invocation(invocationId);
    if (row === undefined) return ports.log.info("nobody waits for this output", { invocationId });
    if (!(await settle(ports, row)))
      throw new TemporaryError("OUTPUT_MISSING", "The invocation is not over yet.");
  });
}
