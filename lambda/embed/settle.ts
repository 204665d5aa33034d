import type { InvocationItem } from "../contracts/items.ts";
import type { AsyncStatus, Catalog, Clock, EmbeddingService, Log, ObjectStore, Tokens } from "../ports.ts";
import { findOutput, OUTPUT_GRACE_MS } from "./find-output.ts";

export interface SettlePorts {
  readonly catalog: Catalog;
  readonly work: ObjectStore;
  readonly service: Pick<EmbeddingService, "status">;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly log: Log;
  /** What the message of a failed invocation means for the run. */
  readonly failure: (message: string) => { readonly code: string; readonly detail: string };
  readonly workBucket: string;
}

/**
 * Asks how an invocation stands and answers the waiting state when it is over. The status is what counts: an output
 * file alone may be from another time. The answer is sent first and the row removed after it, so that a crash between
 * the two leaves a token that can be answered again.
 *
 * @returns false while the invocation is still at work, or its output is not there yet
 */
export async function settle(ports: SettlePorts, row: InvocationItem): Promise<boolean> {
  const status = await ports.service.status(row.invocationArn);
  const answered = await answer(ports, row, status);
  if (answered) await ports.catalog.deleteInvocation(row.invocationId, row.taskToken);
  return answered;
}

async function answer(ports: SettlePorts, row: InvocationItem, status: AsyncStatus): Promise<boolean> {
  const { tokens, log, clock, workBucket } = ports;
  if (status.status === "InProgress") return false;
  if (status.status === "Failed") {
    const { code, detail } = ports.failure(status.message);
    log.warn("invocation failed", { runId: row.runId, code });
    await tokens.fail(row.taskToken, code, detail);
    return true;
  }
  const key = await findOutput(ports, row, status);
  if (key !== undefined) {
    await tokens.succeed(row.taskToken, { part: row.part, bucket: workBucket, key });
    log.info("output is there", { runId: row.runId });
    return true;
  }
  if (clock.now() - status.endedAtMs < OUTPUT_GRACE_MS) return false;
  await tokens.fail(row.taskToken, "OUTPUT_MISSING", "The embedding model completed, but wrote no output.");
  return true;
}
