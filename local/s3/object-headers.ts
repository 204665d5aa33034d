import type { Versioning } from "./buckets.ts";
import { checksumHeaders } from "./checksum.ts";
import { attributeHeaders } from "./content-attributes.ts";
import type { StoredObject } from "./version.ts";

/** S3 encrypts everything with its own keys unless told otherwise, and says so in every answer. */
export const ENCRYPTION_HEADER = { "x-amz-server-side-encryption": "AES256" };

export const quoted = (etag: string) => `"${etag}"`;

/** Headers that describe an object to its reader, without length and range. */
export function objectHeaders(object: StoredObject, versioning: Versioning): Record<string, string> {
  return {
    ...attributeHeaders(object),
    ...ENCRYPTION_HEADER,
    etag: quoted(object.etag),
    "last-modified": new Date(object.lastModifiedMs).toUTCString(),
    "accept-ranges": "bytes",
    ...(versioning === undefined ? {} : { "x-amz-version-id": object.versionId }),
  };
}

/** Headers of the answer to a write. */
export function writtenHeaders(object: StoredObject): Record<string, string> {
  return { ...ENCRYPTION_HEADER, ...versionHeader(object.versionId) };
}

/** Writes name the version they made, unless it has no id of its own. */
export function versionHeader(versionId: string | undefined): Record<string, string> {
  return versionId === undefined || versionId === "null" ? {} : { "x-amz-version-id": versionId };
}

/** Checksum headers, when the reader asks for them and gets the bytes they belong to. */
export function readChecksumHeaders(
  object: StoredObject,
  mode: string | undefined,
  whole: boolean,
): Record<string, string> {
  return mode?.toUpperCase() === "ENABLED" && whole ? checksumHeaders(object.checksum) : {};
}
