/** Time as the stand-ins see it. Tests pass a faster clock so that a wait of minutes takes milliseconds. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` milliseconds of this clock, or as soon as `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Longest delay that Node's timers take; longer sleeps are made of several. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * A clock that runs `speed` times as fast as the wall (default 1).
 * It starts at the true time, so that stored times stay plausible.
 */
export function wallClock(speed = 1): Clock {
  const start = Date.now();
  const now = () => start + (Date.now() - start) * speed;
  return {
    now,
    async sleep(ms, signal) {
      const end = now() + ms;
      while (now() < end && !signal?.aborted) {
        await delay(Math.min(Math.max((end - now()) / speed, 0), MAX_TIMER_MS), signal);
      }
    },
  };
}

function delay(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener("abort", finish, { once: true });
  });
}
