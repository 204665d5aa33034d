import type { Change } from "../store.ts";
import type { Bucket } from "./buckets.ts";
import { checkWriteConditions } from "./conditions.ts";
import { invalidArgument } from "./errors.ts";
import { type DeletionType, objectDeleted } from "./event.ts";
import { checkVersionId, type ObjectAddress } from "./find-object.ts";
import type { S3 } from "./s3.ts";
import { replacedVersion } from "./store-object.ts";
import { type DeleteMarker, NULL_VERSION, newVersionId, type Version } from "./version.ts";

export interface Deletion {
  /** Version that was deleted or, for a new delete marker, the marker's own. */
  readonly versionId: string | undefined;
  readonly deleteMarker: boolean;
}

/** What a delete request says beside the address. */
export interface DeletionOrigin {
  readonly requestId: string;
  /** For `If-Match`. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Deletes a version, or without a version id what is current: a versioned bucket then gets a delete marker. Deleting
 * what does not exist succeeds and tells nobody.
 *
 * @throws S3Error `NoSuchBucket`, `InvalidArgument`, `PreconditionFailed`
 */
export function deleteVersion(s3: S3, address: ObjectAddress, origin: DeletionOrigin): Promise<Deletion> {
  const { bucket: name, key, versionId } = address;
  return s3.lock(`${name}/${key}`, async () => {
    const bucket = await s3.buckets.require(name);
    if (origin.headers["if-match"] !== undefined) {
      checkWriteConditions(origin.headers, key, await s3.objects.current(name, key));
    }
    if (versionId !== undefined) return removeVersion(s3, bucket, key, versionId, origin);
    if (bucket.versioning === undefined) return removeVersion(s3, bucket, key, NULL_VERSION, origin);
    return addMarker(s3, bucket, key, origin);
  });
}

async function removeVersion(
  s3: S3,
  bucket: Bucket,
  key: string,
  versionId: string,
  origin: DeletionOrigin,
): Promise<Deletion> {
  checkVersionId(versionId);
  if (bucket.versioning === undefined && versionId !== NULL_VERSION) {
    throw invalidArgument("Invalid version id specified", "versionId", versionId);
  }
  const told = bucket.versioning === undefined ? undefined : versionId;
  const version = await s3.objects.find(bucket.name, key, versionId);
  if (version === undefined) return { versionId: told, deleteMarker: false };
  await s3.store.write([
    ...(await s3.objects.remove(bucket.name, version)),
    ...deletedEvent(s3, bucket, version, s3.nextSequencer(), "Permanently Deleted", origin),
  ]);
  s3.outbox.wake();
  if (version.kind === "object") await s3.bodies.remove([version.file]);
  return { versionId: told, deleteMarker: version.kind === "marker" };
}

async function addMarker(s3: S3, bucket: Bucket, key: string, origin: DeletionOrigin): Promise<Deletion> {
  const marker: DeleteMarker = {
    kind: "marker",
    key,
    versionId: bucket.versioning === "Enabled" ? newVersionId() : NULL_VERSION,
    sequencer: s3.nextSequencer(),
    lastModifiedMs: s3.clock.now(),
  };
  const replaced = await replacedVersion(s3, bucket, key);
  await s3.store.write([
    ...s3.objects.add(bucket.name, marker, replaced),
    ...deletedEvent(s3, bucket, marker, marker.sequencer, "Delete Marker Created", origin),
  ]);
  s3.outbox.wake();
  if (replaced?.kind === "object") await s3.bodies.remove([replaced.file]);
  return { versionId: marker.versionId, deleteMarker: true };
}

function deletedEvent(
  s3: S3,
  bucket: Bucket,
  deleted: Version,
  sequencer: string,
  type: DeletionType,
  origin: DeletionOrigin,
): Change[] {
  if (!bucket.eventBridge) return [];
  const source = {
    place: s3.place,
    bucket: bucket.name,
    requestId: origin.requestId,
    nowMs: s3.clock.now(),
  };
  return [s3.outbox.post(sequencer, objectDeleted(source, deleted, sequencer, type))];
}
