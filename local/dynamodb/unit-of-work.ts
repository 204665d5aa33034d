import type { DynaliteStore, LevelChange, Rows } from "./dynalite.ts";
import { indexPrefix, itemPrefix } from "./keys.ts";

/** The writes of one request, kept back until all of them are known to be allowed. */
export interface UnitOfWork {
  /** What dynalite's actions get for the store: reads see what is stored, writes are only noted. */
  readonly store: DynaliteStore;
  /** Makes all noted writes visible at once, with `also` beside them. A crash leaves all or none of them. */
  commit(also?: readonly LevelChange[]): Promise<void>;
}

/**
 * Use it under the write turn: the rows it read must not change before the commit. A request never touches one item
 * twice, so that no read has to see an own write.
 */
export function createUnitOfWork(store: DynaliteStore): UnitOfWork {
  const changes: LevelChange[] = [];
  const noting = (rows: Rows, prefix: string): Rows => ({
    get: (key, callback) => rows.get(key, callback),
    put(key, value, callback) {
      changes.push({ type: "put", key: prefix + key, value });
      callback(null);
    },
    del(key, callback) {
      changes.push({ type: "del", key: prefix + key });
      callback(null);
    },
    lock: (_key, work) => work((callback) => callback),
  });
  return {
    store: {
      ...store,
      getItemDb: (table) => noting(store.getItemDb(table), itemPrefix(table)),
      getIndexDb: (type, table, index) =>
        noting(store.getIndexDb(type, table, index), indexPrefix(type, table, index)),
    },
    async commit(also = []) {
      const all = [...changes, ...also];
      if (all.length > 0) await store.db.batch(all);
    },
  };
}
