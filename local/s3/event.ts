import { randomUUID } from "node:crypto";
import type { BusEvent, Place } from "../service.ts";
import { NULL_VERSION, type StoredObject, type Version } from "./version.ts";

export type CreationReason = "PutObject" | "CopyObject" | "CompleteMultipartUpload";
export type DeletionType = "Permanently Deleted" | "Delete Marker Created";

interface Source {
  readonly place: Place;
  readonly bucket: string;
  readonly requestId: string;
  readonly nowMs: number;
}

/** Everything comes in through the loopback port. */
const SOURCE_ADDRESS = "127.0.0.1";

export function objectCreated(source: Source, object: StoredObject, reason: CreationReason): BusEvent {
  const { key, size, etag, sequencer } = object;
  return envelope(source, "Object Created", {
    object: { key, size, etag, ...versionField(object), sequencer },
    ...sender(source),
    reason,
  });
}

/**
 * @param deleted the version that is gone, or the delete marker that was made
 * @param sequencer of the deletion: the deleted version's own one belongs to its creation
 */
export function objectDeleted(
  source: Source,
  deleted: Version,
  sequencer: string,
  deletionType: DeletionType,
): BusEvent {
  return envelope(source, "Object Deleted", {
    object: { key: deleted.key, ...versionField(deleted), sequencer },
    ...sender(source),
    reason: "DeleteObject",
    "deletion-type": deletionType,
  });
}

function envelope(source: Source, type: string, detail: Record<string, unknown>): BusEvent {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": type,
    source: "aws.s3",
    account: source.place.account,
    time: `${new Date(source.nowMs).toISOString().slice(0, 19)}Z`,
    region: source.place.region,
    resources: [`arn:aws:s3:::${source.bucket}`],
    detail: { version: "0", bucket: { name: source.bucket }, ...detail },
  };
}

/** Events of objects without a version of their own carry no `version-id`. */
function versionField({ versionId }: Version): Record<string, string> {
  return versionId === NULL_VERSION ? {} : { "version-id": versionId };
}

function sender({ requestId, place }: Source): Record<string, string> {
  return { "request-id": requestId, requester: place.account, "source-ip-address": SOURCE_ADDRESS };
}
