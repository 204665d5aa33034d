/** The values that were asked for last, each made once, also when several ask at the same time. */
export interface RecentlyUsed<Value> {
  /** A failure is not kept. */
  get(key: string, make: () => Promise<Value>): Promise<Value>;
}

/** @param max values that are kept */
export function recentlyUsed<Value>(max: number): RecentlyUsed<Value> {
  // A Map keeps the order in which keys were put in.
  const kept = new Map<string, Promise<Value>>();
  return {
    get(key, make) {
      const value = kept.get(key) ?? make();
      kept.delete(key);
      kept.set(key, value);
      const [oldest] = kept.keys();
      if (kept.size > max && oldest !== undefined) kept.delete(oldest);
      return value.catch((error: unknown) => {
        if (kept.get(key) === value) kept.delete(key);
        throw error;
      });
    },
  };
}
