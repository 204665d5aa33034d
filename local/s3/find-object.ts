import type { FileHandle } from "node:fs/promises";
import type { Caller } from "../service.ts";
import { authorizeVersion, missingKey } from "./access.ts";
import { invalidArgument, noSuchVersion, S3Error } from "./errors.ts";
import type { S3 } from "./s3.ts";
import { type DeleteMarker, isVersionId, type StoredObject } from "./version.ts";

export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
  /** The newest version when undefined. */
  readonly versionId?: string | undefined;
}

/**
 * The object version that a reader asks for.
 *
 * @throws AccessDenied; S3Error `NoSuchBucket`, `NoSuchKey`, `NoSuchVersion`, `MethodNotAllowed` (a delete marker)
 */
export async function findObject(s3: S3, address: ObjectAddress, caller: Caller): Promise<StoredObject> {
  const { bucket, key, versionId } = address;
  authorizeVersion(caller, "s3:GetObject", address);
  await s3.buckets.require(bucket);
  if (versionId === undefined) {
    const newest = await s3.objects.current(bucket, key);
    if (newest?.kind === "object") return newest;
    throw missingKey(caller, address, newest === undefined ? {} : markerHeaders(newest));
  }
  checkVersionId(versionId);
  const version = await s3.objects.find(bucket, key, versionId);
  if (version === undefined) throw noSuchVersion(key, versionId);
  if (version.kind === "marker") throw readOfMarker(version);
  return version;
}

/** The same with the body opened, so that it can be read to its end even when the object is overwritten meanwhile. */
export async function openObject(
  s3: S3,
  address: ObjectAddress,
  caller: Caller,
): Promise<{ object: StoredObject; handle: FileHandle }> {
  for (;;) {
    const object = await findObject(s3, address, caller);
    try {
      return { object, handle: await s3.bodies.open(object.file) };
    } catch (error) {
      const now = await findObject(s3, address, caller);
      // Gone with the same record still in place: the state folder was damaged from outside.
      if (now.file === object.file) throw error;
    }
  }
}

/** @throws S3Error `InvalidArgument` */
export function checkVersionId(versionId: string): void {
  if (!isVersionId(versionId)) throw invalidArgument("Invalid version id specified", "versionId", versionId);
}

function markerHeaders({ versionId }: DeleteMarker): Record<string, string> {
  return { "x-amz-delete-marker": "true", "x-amz-version-id": versionId };
}

function readOfMarker(marker: DeleteMarker): S3Error {
  return new S3Error("MethodNotAllowed", "The specified method is not allowed against this resource.", 405, {
    fields: { ResourceType: "DeleteMarker" },
    headers: {
      ...markerHeaders(marker),
      allow: "DELETE",
      "last-modified": new Date(marker.lastModifiedMs).toUTCString(),
    },
  });
}
