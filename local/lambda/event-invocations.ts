import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { ServiceError } from "../service.ts";
import type { FunctionOptions } from "./function-options.ts";
import type { FunctionRunner } from "./function-runner.ts";

/** Invocations that nobody waits for (`InvocationType: Event`). */
export interface EventInvocations {
  add(options: FunctionOptions, payload: string, requestId?: string): void;
  /** Drops what still waits for another try, and resolves when nothing runs any more. */
  close(): Promise<void>;
}

/** Waits before the second and the third try of a handler that failed: the service's own. */
const RETRY_WAITS_MS = [60_000, 120_000];
/** A throttled event is tried again for six hours, after 1 second at first and 5 minutes at last. */
const THROTTLE_LIMIT_MS = 6 * 3_600_000;
const THROTTLE_FIRST_WAIT_MS = 1_000;
const THROTTLE_LAST_WAIT_MS = 300_000;

/** Runs each event up to three times. Events are kept in memory: a killed host forgets those not yet done. */
export function createEventInvocations(
  runner: FunctionRunner,
  clock: Clock,
  onDropped: (functionName: string, requestId: string, reason: string) => void,
): EventInvocations {
  const stop = new AbortController();
  const open = new Set<Promise<void>>();

  async function runThrottled(options: FunctionOptions, payload: string, requestId: string) {
    const deadline = clock.now() + THROTTLE_LIMIT_MS;
    for (let wait = THROTTLE_FIRST_WAIT_MS; ; wait = Math.min(wait * 2, THROTTLE_LAST_WAIT_MS)) {
      try {
        return await runner.run(options, payload, requestId);
      } catch (error) {
        const again = error instanceof ServiceError && error.status === 429 && clock.now() + wait < deadline;
        if (!again || stop.signal.aborted) throw error;
        await clock.sleep(wait, stop.signal);
      }
    }
  }
  async function deliver(options: FunctionOptions, payload: string, requestId: string): Promise<void> {
    try {
      for (const wait of [...RETRY_WAITS_MS, undefined]) {
        const { failed } = await runThrottled(options, payload, requestId);
        if (!failed || stop.signal.aborted) return;
        if (wait !== undefined) await clock.sleep(wait, stop.signal);
        if (stop.signal.aborted) return;
      }
      onDropped(options.name, requestId, "the function failed three times");
    } catch (error) {
      if (!stop.signal.aborted) onDropped(options.name, requestId, String(error));
    }
  }
  return {
    add(options, payload, requestId = randomUUID()) {
      const delivery = deliver(options, payload, requestId).finally(() => open.delete(delivery));
      open.add(delivery);
    },
    async close() {
      stop.abort();
      await Promise.all(open);
    },
  };
}
