import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ClassicLevel } from "classic-level";

/** A set of records of one stand-in: JSON values under text keys, in UTF-8 byte order. */
export interface Records<T> {
  get(key: string): Promise<T | undefined>;
  put(key: string, value: T): Promise<void>;
  delete(key: string): Promise<void>;
  /** Entries from `gte` or `gt` on, before `lt`, in byte order of the key (or backwards). */
  entries(range?: Range): AsyncIterable<[string, T]>;
  /** A write for `Store.write`, so that several records change together or not at all. */
  change(key: string, value: T | undefined): Change;
}

export interface Range {
  readonly gte?: string;
  readonly gt?: string;
  readonly lt?: string;
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** One pending write; `value` undefined deletes. Made by `Records.change`. */
export interface Change {
  readonly key: string;
  readonly value: unknown;
}

/** The folder that holds the state of all stand-ins, so that a stopped or killed host goes on where it was. */
export interface Store {
  /** Folder for files that are no records, such as object bodies; made when it is not there. */
  folder(name: string): Promise<string>;
  records<T>(name: string): Records<T>;
  write(changes: readonly Change[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the store in `dir`. One process at a time may hold it: a second one is refused by LevelDB's lock
 * (error code `LEVEL_LOCKED` in the cause).
 */
export async function openStore(dir: string): Promise<Store> {
  await mkdir(dir, { recursive: true });
  const level = new ClassicLevel<string, unknown>(join(dir, "records"), { valueEncoding: "json" });
  await level.open();
  return {
    async folder(name) {
      const path = join(dir, name);
      await mkdir(path, { recursive: true });
      return path;
    },
    records: <T>(name: string) => recordsOf<T>(level, name),
    write: (changes) =>
      level.batch(
        changes.map(({ key, value }) =>
          value === undefined ? { type: "del" as const, key } : { type: "put" as const, key, value },
        ),
      ),
    close: () => level.close(),
  };
}

/** `!` ends the name: it sorts before every character that a name may have, so no set reaches into another. */
const SEPARATOR = "!";
const AFTER_SEPARATOR = '"';

function recordsOf<T>(level: ClassicLevel<string, unknown>, name: string): Records<T> {
  const prefix = name + SEPARATOR;
  const inside = (key: string) => prefix + key;
  return {
    get: async (key) => (await level.get(inside(key))) as T | undefined,
    put: (key, value) => level.put(inside(key), value),
    delete: (key) => level.del(inside(key)),
    change: (key, value) => ({ key: inside(key), value }),
    async *entries({ gte, gt, lt, reverse = false, limit = -1 }: Range = {}) {
      const from = gt === undefined ? { gte: inside(gte ?? "") } : { gt: inside(gt) };
      const to = { lt: lt === undefined ? name + AFTER_SEPARATOR : inside(lt) };
      for await (const [key, value] of level.iterator({ ...from, ...to, reverse, limit })) {
        yield [key.slice(prefix.length), value as T];
      }
    },
  };
}
