/** Milliseconds. The look costs one system call. */
const LOOK_EVERY_MS = 250;

/**
 * Calls `leave` when the process that started this one is gone. npm does not pass on a signal that kills it, and a host
 * that nobody sees would go on holding its port and its data folder.
 */
export function whenOrphaned(leave: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    leave();
  }, LOOK_EVERY_MS);
  timer.unref();
}
