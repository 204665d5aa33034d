import { setMaxListeners } from "node:events";
import type { Clock } from "../../clock.ts";
import { Interrupted, type Interruption, throwIfInterrupted } from "./failure.ts";

/** Aborts when its parent does, or by itself. `release` takes it off the parent. */
export interface ChildSignal {
  readonly signal: AbortSignal;
  abort(reason: Interruption): void;
  release(): void;
}

export function childSignal(parent: AbortSignal): ChildSignal {
  const controller = newController();
  const follow = () => controller.abort(parent.reason);
  if (parent.aborted) follow();
  else parent.addEventListener("abort", follow, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release: () => parent.removeEventListener("abort", follow),
  };
}

export function newController(): AbortController {
  const controller = new AbortController();
  // A Map has up to 40 iterations that listen to one signal; Node would warn of a leak from the eleventh on.
  setMaxListeners(0, controller.signal);
  return controller;
}

/** The promise, unless the signal aborts first: then rejects with `Interrupted`. */
export async function interruptible<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  throwIfInterrupted(signal);
  // Nobody waits for it any more once the signal has won.
  promise.catch(() => {});
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new Interrupted(signal.reason as Interruption));
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Sleeps until a time of the clock, in milliseconds since 1970; rejects when the signal aborts. */
export async function sleepUntil(clock: Clock, timeMs: number, signal: AbortSignal): Promise<void> {
  await clock.sleep(Math.max(0, timeMs - clock.now()), signal);
  throwIfInterrupted(signal);
}
