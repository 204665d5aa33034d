import type { Caller } from "../service.ts";
import { noSuchKey } from "./errors.ts";

export const bucketArn = (bucket: string) => `arn:aws:s3:::${bucket}`;
export const objectArn = (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`;

interface Address {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
}

/** @throws AccessDenied unless the caller may do `action` to the object */
export function authorizeObject(caller: Caller, action: string, { bucket, key }: Address): void {
  caller.authorize(action, objectArn(bucket, key));
}

/** Reading and deleting one version are actions of their own. */
export function authorizeVersion(
  caller: Caller,
  action: "s3:GetObject" | "s3:DeleteObject",
  { bucket, key, versionId }: Address,
): void {
  if (versionId === undefined) caller.authorize(action, objectArn(bucket, key));
  else caller.authorize(`${action}Version`, objectArn(bucket, key), { "s3:VersionId": versionId });
}

/** @throws AccessDenied unless the caller may do `action` to the bucket */
export function authorizeBucket(
  caller: Caller,
  action: string,
  bucket: string,
  context: Readonly<Record<string, string>> = {},
): void {
  caller.authorize(action, bucketArn(bucket), context);
}

/**
 * `NoSuchKey`, for a caller who may list the bucket. S3 does not tell others whether a key exists.
 *
 * @throws AccessDenied
 */
export function missingKey(caller: Caller, { bucket, key }: Address, headers: Record<string, string> = {}) {
  authorizeBucket(caller, "s3:ListBucket", bucket);
  return noSuchKey(key, headers);
}
