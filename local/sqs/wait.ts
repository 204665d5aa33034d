import type { Clock } from "../clock.ts";
import type { Queue } from "./queue.ts";

/**
 * Resolves as soon as a message of the queue may be received, at `deadline` (milliseconds since 1970), or when one
 * of the signals aborts. A new message wakes it at once; nothing is polled.
 */
export async function waitForMessage(
  queue: Queue,
  clock: Clock,
  deadline: number,
  ...signals: readonly AbortSignal[]
): Promise<void> {
  while (!signals.some(({ aborted }) => aborted)) {
    const now = clock.now();
    const next = queue.nextVisibleAt();
    if (next <= now || deadline <= now) return;
    const changed = new AbortController();
    const wake = () => changed.abort();
    const forget = queue.onChange(wake);
    for (const signal of signals) signal.addEventListener("abort", wake);
    await clock.sleep(Math.min(next, deadline) - now, changed.signal);
    for (const signal of signals) signal.removeEventListener("abort", wake);
    forget();
  }
}
