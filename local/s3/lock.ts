/** Runs work of the same name one after the other, in the order asked for. */
export type Lock = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** A lock within this process, which is enough: one process at a time holds the store. */
export function createLock(): Lock {
  const tails = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const before = tails.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    tails.set(name, mine);
    try {
      return await mine;
    } finally {
      if (tails.get(name) === mine) tails.delete(name);
    }
  };
}
