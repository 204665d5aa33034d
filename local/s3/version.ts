import { randomBytes } from "node:crypto";
import type { Checksum } from "./checksum.ts";
import type { ContentAttributes } from "./content-attributes.ts";

interface VersionBase {
  readonly key: string;
  /** `null` (the text) for what was written without versioning. */
  readonly versionId: string;
  /** 18 hex digits; orders the versions of all keys. */
  readonly sequencer: string;
  readonly lastModifiedMs: number;
}

export interface StoredObject extends VersionBase, ContentAttributes {
  readonly kind: "object";
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Name in `Bodies`. */
  readonly file: string;
  readonly checksum?: Checksum;
}

export interface DeleteMarker extends VersionBase {
  readonly kind: "marker";
}

export type Version = StoredObject | DeleteMarker;

export const NULL_VERSION = "null";

/** 24 random bytes are 32 characters, as long as the ids of S3. */
const VERSION_ID = /^[A-Za-z0-9_-]{32}$/;

export const newVersionId = () => randomBytes(24).toString("base64url");

/** Whether a version id could be one; S3 tells a malformed id from one that does not exist. */
export const isVersionId = (text: string) => text === NULL_VERSION || VERSION_ID.test(text);
