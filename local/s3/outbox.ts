import type { Clock } from "../clock.ts";
import { reportFault } from "../fault.ts";
import type { BusEvent } from "../service.ts";
import type { Change, Store } from "../store.ts";

type Emit = (event: BusEvent) => Promise<void>;

/**
 * Events that are stored in the same write as the change they tell of, and removed after the bus took them.
 * A killed process so loses none; the one it was delivering is delivered again.
 */
export interface Outbox {
  /** The write that posts an event; `sequencer` keeps the order. Call `wake` after the write. */
  post(sequencer: string, event: BusEvent): Change;
  wake(): void;
  start(): void;
  /** Waits for the delivery under way; what is left stays in the store. */
  close(): Promise<void>;
}

/** Pause after a round in which the bus refused an event. */
const RETRY_MS = 1000;

export function openOutbox(store: Store, clock: Clock, emit: Emit): Outbox {
  const records = store.records<BusEvent>("s3-outbox");
  const closing = new AbortController();
  let loop: Promise<void> | undefined;
  let woken = true;
  let wakeUp = () => {};

  /** One refused event must not hold up the others. */
  async function deliverAll(): Promise<boolean> {
    let refused = false;
    for await (const [sequencer, event] of records.entries()) {
      if (closing.signal.aborted) break;
      try {
        await emit(event);
      } catch (error) {
        reportFault("an S3 event could not be delivered, it will be tried again", error);
        refused = true;
        continue;
      }
      await records.delete(sequencer);
    }
    return !refused;
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      if (!woken) {
        await new Promise<void>((resolve) => {
          wakeUp = resolve;
        });
      }
      woken = false;
      if (closing.signal.aborted) break;
      if (!(await deliverAll())) {
        woken = true;
        await clock.sleep(RETRY_MS, closing.signal);
      }
    }
  }

  const wake = () => {
    woken = true;
    wakeUp();
  };
  return {
    post: (sequencer, event) => records.change(sequencer, event),
    wake,
    start() {
      loop ??= run();
    },
    async close() {
      closing.abort();
      wake();
      await loop;
    },
  };
}
