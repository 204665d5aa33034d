import type { Change } from "../store.ts";
import type { Bucket } from "./buckets.ts";
import type { Checksum } from "./checksum.ts";
import { checkWriteConditions } from "./conditions.ts";
import type { ContentAttributes } from "./content-attributes.ts";
import { type CreationReason, objectCreated } from "./event.ts";
import type { S3 } from "./s3.ts";
import { NULL_VERSION, newVersionId, type StoredObject, type Version } from "./version.ts";

/** A body that is on disk and waits to become an object. */
export interface NewObject {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly file: string;
  readonly attributes: ContentAttributes;
  readonly checksum: Checksum | undefined;
}

export interface Origin {
  readonly reason: CreationReason;
  readonly requestId: string;
  /** For conditional writes. */
  readonly headers: Readonly<Record<string, string>>;
  /** What has to change together with the object, such as the end of its multipart upload. */
  readonly changes?: readonly Change[];
}

/**
 * Makes a saved body the newest version of its key and posts the event, all in one write. When that is refused the
 * body stays with the caller.
 *
 * @throws S3Error `NoSuchBucket`, `PreconditionFailed`, `NoSuchKey`
 */
export function storeObject(s3: S3, body: NewObject, origin: Origin): Promise<StoredObject> {
  const { bucket: name, key, attributes, checksum, size, etag, file } = body;
  return s3.lock(`${name}/${key}`, async () => {
    const bucket = await s3.buckets.require(name);
    const current = await s3.objects.current(name, key);
    checkWriteConditions(origin.headers, key, current);
    const object: StoredObject = {
      kind: "object",
      key,
      versionId: bucket.versioning === "Enabled" ? newVersionId() : NULL_VERSION,
      sequencer: s3.nextSequencer(),
      lastModifiedMs: s3.clock.now(),
      size,
      etag,
      file,
      ...attributes,
      ...(checksum === undefined ? {} : { checksum }),
    };
    const replaced = await replacedVersion(s3, bucket, key);
    await s3.store.write([
      ...s3.objects.add(name, object, replaced),
      ...(origin.changes ?? []),
      ...createdEvent(s3, bucket, object, origin),
    ]);
    s3.outbox.wake();
    if (replaced?.kind === "object") await s3.bodies.remove([replaced.file]);
    return object;
  });
}

/** Without versioning, or with versioning suspended, the version `null` makes room for its successor. */
export async function replacedVersion(s3: S3, bucket: Bucket, key: string): Promise<Version | undefined> {
  if (bucket.versioning === "Enabled") return undefined;
  if (bucket.versioning === undefined) return s3.objects.current(bucket.name, key);
  return s3.objects.find(bucket.name, key, NULL_VERSION);
}

function createdEvent(s3: S3, bucket: Bucket, object: StoredObject, origin: Origin): Change[] {
  if (!bucket.eventBridge) return [];
  const source = {
    place: s3.place,
    bucket: bucket.name,
    requestId: origin.requestId,
    nowMs: object.lastModifiedMs,
  };
  return [s3.outbox.post(object.sequencer, objectCreated(source, object, origin.reason))];
}
