import type { Store } from "../store.ts";
import { noSuchBucket, S3Error } from "./errors.ts";

/** Undefined until versioning is switched on for the first time; it can then only be suspended. */
export type Versioning = "Enabled" | "Suspended" | undefined;

export interface Bucket {
  readonly name: string;
  readonly createdMs: number;
  readonly versioning?: "Enabled" | "Suspended";
  /** Whether changes are told to EventBridge. */
  readonly eventBridge: boolean;
}

export interface Buckets {
  find(name: string): Promise<Bucket | undefined>;
  /** @throws S3Error `NoSuchBucket` */
  require(name: string): Promise<Bucket>;
  put(bucket: Bucket): Promise<void>;
  /** In the order of their names. */
  all(): AsyncIterable<Bucket>;
}

/** S3 user guide, "Bucket naming rules": 3 to 63 characters, which also keeps slashes out of record keys. */
const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** @throws S3Error `InvalidBucketName` */
export function checkBucketName(name: string): void {
  if (!NAME.test(name) || name.includes("..") || /^\d+(\.\d+){3}$/.test(name)) {
    throw new S3Error("InvalidBucketName", "The specified bucket is not valid.", 400, {
      fields: { BucketName: name },
    });
  }
}

export function bucketsIn(store: Store): Buckets {
  const records = store.records<Bucket>("s3-buckets");
  return {
    find: (name) => records.get(name),
    async require(name) {
      const bucket = await records.get(name);
      if (bucket === undefined) throw noSuchBucket(name);
      return bucket;
    },
    put: (bucket) => records.put(bucket.name, bucket),
    async *all() {
      for await (const [, bucket] of records.entries()) yield bucket;
    },
  };
}
