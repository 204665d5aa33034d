/** Lets `size` holders in at once; the others wait their turn, first come first served. */
export interface Semaphore {
  /** Resolves with the function that gives the place back. Rejects when the semaphore is closed. */
  acquire(): Promise<() => void>;
  /** Turns away everyone who waits, and everyone who comes later, with `reason`. */
  close(reason: Error): void;
}

export function createSemaphore(size: number): Semaphore {
  let free = size;
  let closed: Error | undefined;
  const waiting: { enter: (leave: () => void) => void; refuse: (reason: Error) => void }[] = [];

  const leaveOnce = () => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = waiting.shift();
      // The place passes on directly, so that nobody who comes now can overtake the queue.
      if (next) next.enter(leaveOnce());
      else free += 1;
    };
  };
  return {
    acquire() {
      if (closed) return Promise.reject(closed);
      if (free > 0) {
        free -= 1;
        return Promise.resolve(leaveOnce());
      }
      return new Promise((enter, refuse) => waiting.push({ enter, refuse }));
    },
    close(reason) {
      closed = reason;
      for (const { refuse } of waiting.splice(0)) refuse(reason);
    },
  };
}
