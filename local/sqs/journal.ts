import type { Change, Store } from "../store.ts";

/** Writes changes in the order in which they were asked for. */
export interface Journal {
  /** Resolves when the changes are in the store. Changes of one call become visible together. */
  commit(changes: readonly Change[]): Promise<void>;
}

/**
 * Two writes that run side by side may reach the disk in either order, and a late "hidden until" of a message that
 * was deleted meanwhile would bring it back to life. So one write runs at a time, and what arrives during it goes
 * into the next one together, which also makes bursts cheap.
 */
export function createJournal(store: Store): Journal {
  let waiting: { changes: readonly Change[]; done: () => void; failed: (error: unknown) => void }[] = [];
  let writing = false;

  async function drain(): Promise<void> {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await store.write(batch.flatMap(({ changes }) => changes));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    writing = false;
  }

  return {
    commit(changes) {
      return new Promise((done, failed) => {
        waiting.push({ changes, done, failed });
        if (!writing) void drain();
      });
    },
  };
}
