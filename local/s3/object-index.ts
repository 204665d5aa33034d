import type { Change, Store } from "../store.ts";
import { afterPrefix, escapeKey, KEY_END } from "./sort-text.ts";
import type { Version } from "./version.ts";

/** A record together with the text by which it is sorted inside its bucket. */
export type Sorted<T> = readonly [position: string, item: T];

/**
 * Which versions exist. `s3-current` holds the newest version of each key (which may be a delete marker),
 * `s3-versions` holds all of them, the newest of a key first; both change in one write.
 */
export interface ObjectIndex {
  current(bucket: string, key: string): Promise<Version | undefined>;
  find(bucket: string, key: string, versionId: string): Promise<Version | undefined>;
  /** Changes that make `version` the newest of its key, in place of `replaced`. */
  add(bucket: string, version: Version, replaced: Version | undefined): Change[];
  /** Changes that remove a version; the next older one becomes the newest. */
  remove(bucket: string, version: Version): Promise<Change[]>;
  /** Newest versions whose key begins with `prefix`, sorted by key, from sort text `from` on. */
  currentFrom(bucket: string, prefix: string, from: string): AsyncIterable<Sorted<Version>>;
  /** All versions whose escaped key begins with `prefix`, from sort text `from` on. */
  versionsFrom(bucket: string, prefix: string, from: string): AsyncIterable<Sorted<Version>>;
  /** Names of all body files in use. */
  files(): AsyncIterable<string>;
}

export function objectIndexIn(store: Store): ObjectIndex {
  const current = store.records<Version>("s3-current");
  const versions = store.records<Version>("s3-versions");

  async function* ofKey(bucket: string, key: string): AsyncIterable<Version> {
    const prefix = `${bucket}/${escapeKey(key)}${KEY_END}`;
    for await (const [, version] of versions.entries(rangeOf(prefix, prefix))) yield version;
  }

  return {
    current: (bucket, key) => current.get(`${bucket}/${key}`),
    async find(bucket, key, versionId) {
      for await (const version of ofKey(bucket, key)) {
        if (version.versionId === versionId) return version;
      }
      return undefined;
    },
    add: (bucket, version, replaced) => [
      ...(replaced === undefined ? [] : [versions.change(versionText(bucket, replaced), undefined)]),
      versions.change(versionText(bucket, version), version),
      current.change(`${bucket}/${version.key}`, version),
    ],
    async remove(bucket, version) {
      const changes = [versions.change(versionText(bucket, version), undefined)];
      const newest = await current.get(`${bucket}/${version.key}`);
      if (newest?.versionId !== version.versionId) return changes;
      let next: Version | undefined;
      for await (const other of ofKey(bucket, version.key)) {
        if (other.versionId === version.versionId) continue;
        next = other;
        break;
      }
      return [...changes, current.change(`${bucket}/${version.key}`, next)];
    },
    currentFrom: (bucket, prefix, from) => sorted(current, bucket, prefix, from),
    versionsFrom: (bucket, prefix, from) => sorted(versions, bucket, prefix, from),
    async *files() {
      for await (const [, version] of versions.entries()) {
        if (version.kind === "object") yield version.file;
      }
    },
  };
}

/** The newest version comes first because its sequencer is turned over. */
function versionText(bucket: string, { key, sequencer }: Version): string {
  return `${bucket}/${escapeKey(key)}${KEY_END}${turnOver(sequencer)}`;
}

function turnOver(hex: string): string {
  return hex.replace(/./g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16).toUpperCase());
}

/** Range of all records that begin with `prefix`, from `from` on. */
export function rangeOf(prefix: string, from: string): { gte: string; lt?: string } {
  const end = afterPrefix(prefix);
  return end === undefined ? { gte: from } : { gte: from, lt: end };
}

/** Records of a bucket whose sort text begins with `prefix`; sort texts are given without the bucket. */
export async function* sorted<T>(
  records: { entries(range: { gte: string; lt?: string }): AsyncIterable<[string, T]> },
  bucket: string,
  prefix: string,
  from: string,
): AsyncIterable<Sorted<T>> {
  const inBucket = `${bucket}/`;
  for await (const [text, item] of records.entries(rangeOf(inBucket + prefix, inBucket + from))) {
    yield [text.slice(inBucket.length), item];
  }
}
