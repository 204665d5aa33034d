import { AwaitInput } from "../contracts/workflow.ts";
import { invocationIdOf } from "../keys.ts";
import { type SettlePorts, settle } from "./settle.ts";

/** Rows are removed when they are answered; what is left over after two days is litter. */
const KEEP_ROW_SEC = 2 * 24 * 60 * 60;

/**
 * Remembers who waits for an invocation, and then looks once at once: an output that came before the row was written
 * found nobody to wake. The waiting state itself times out every 5 minutes and comes here again, so that a lost event
 * costs minutes and nothing waits for ever.
 */
export function awaitOutput(ports: SettlePorts) {
  return async (event: unknown): Promise<void> => {
    const { taskToken, run, started } = AwaitInput.parse(event);
    const row = {
      invocationId: invocationIdOf(started.invocationArn),
      invocationArn: started.invocationArn,
      runId: run.runId,
      videoId: run.videoId,
      taskToken,
      outputPrefix: started.outputPrefix,
      part: started.part,
      expiresAt: Math.floor(ports.clock.now() / 1000) + KEEP_ROW_SEC,
    };
    await ports.catalog.putInvocation(row);
    const over = await settle(ports, row);
    ports.log.info(over ? "invocation is over" : "waiting for the output", { runId: run.runId });
  };
}
