import type { Change, Range, Records, Store } from "../store.ts";

/** A store without a disk, for runs that nobody continues. */
export function memoryStore(): Store {
  const values = new Map<string, unknown>();
  const apply = ({ key, value }: Change) =>
    value === undefined ? values.delete(key) : values.set(key, value);
  return {
    folder: async () => {
      throw new Error("this store keeps no files");
    },
    records: <T>(name: string) => recordsOf<T>(values, name, apply),
    write: async (changes) => {
      for (const change of changes) apply(change);
    },
    close: async () => values.clear(),
  };
}

function recordsOf<T>(
  values: Map<string, unknown>,
  name: string,
  apply: (change: Change) => void,
): Records<T> {
  const prefix = `${name}!`;
  const change = (key: string, value: T | undefined): Change => ({ key: prefix + key, value });
  return {
    get: async (key) => values.get(prefix + key) as T | undefined,
    put: async (key, value) => apply(change(key, value)),
    delete: async (key) => apply(change(key, undefined)),
    change,
    async *entries({ gte = "", gt, lt, reverse = false, limit = -1 }: Range = {}) {
      const keys = [...values.keys()]
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length))
        .filter((key) => key >= gte && (gt === undefined || key > gt) && (lt === undefined || key < lt))
        .sort();
      if (reverse) keys.reverse();
      for (const key of limit < 0 ? keys : keys.slice(0, limit)) yield [key, values.get(prefix + key) as T];
    },
  };
}
