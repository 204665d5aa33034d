import { headerNotImplemented, operationNotImplemented } from "./errors.ts";
import type { Operation } from "./operation.ts";
import { abortMultipartUpload } from "./operations/abort-multipart-upload.ts";
import { completeMultipartUpload } from "./operations/complete-multipart-upload.ts";
import { copyObject } from "./operations/copy-object.ts";
import { createBucket } from "./operations/create-bucket.ts";
import { createMultipartUpload } from "./operations/create-multipart-upload.ts";
import { deleteObject } from "./operations/delete-object.ts";
import { deleteObjects } from "./operations/delete-objects.ts";
import { getBucketLocation } from "./operations/get-bucket-location.ts";
import { getBucketVersioning } from "./operations/get-bucket-versioning.ts";
import { getObject } from "./operations/get-object.ts";
import { headBucket } from "./operations/head-bucket.ts";
import { headObject } from "./operations/head-object.ts";
import { listBuckets } from "./operations/list-buckets.ts";
import { listMultipartUploads } from "./operations/list-multipart-uploads.ts";
import { listObjectVersions } from "./operations/list-object-versions.ts";
import { listObjects } from "./operations/list-objects.ts";
import { listObjectsV2 } from "./operations/list-objects-v2.ts";
import { listParts } from "./operations/list-parts.ts";
import { putBucketVersioning } from "./operations/put-bucket-versioning.ts";
import { putObject } from "./operations/put-object.ts";
import { uploadPart } from "./operations/upload-part.ts";
import { uploadPartCopy } from "./operations/upload-part-copy.ts";
import type { S3Request } from "./request.ts";

const operations: readonly Operation[] = [
  abortMultipartUpload,
  completeMultipartUpload,
  copyObject,
  createBucket,
  createMultipartUpload,
  deleteObject,
  deleteObjects,
  getBucketLocation,
  getBucketVersioning,
  getObject,
  headBucket,
  headObject,
  listBuckets,
  listMultipartUploads,
  listObjects,
  listObjectsV2,
  listObjectVersions,
  listParts,
  putBucketVersioning,
  putObject,
  uploadPart,
  uploadPartCopy,
];

/** Headers that change nothing here, or that are read for every operation. */
const COMMON_HEADERS = [
  "x-amz-acl=private|bucket-owner-full-control",
  "x-amz-checksum-crc32",
  "x-amz-checksum-crc32c",
  "x-amz-checksum-crc64nvme",
  "x-amz-checksum-sha1",
  "x-amz-checksum-sha256",
  "x-amz-content-sha256",
  "x-amz-copy-source",
  "x-amz-date",
  "x-amz-decoded-content-length",
  "x-amz-expected-bucket-owner",
  "x-amz-request-payer",
  "x-amz-sdk-checksum-algorithm",
  "x-amz-security-token",
  "x-amz-server-side-encryption=AES256",
  "x-amz-storage-class=STANDARD",
  "x-amz-trailer",
  "x-amz-user-agent",
];

/** Headers whose meaning an operation has to know: ignoring one would do something else than was asked for. */
const MEANINGFUL = /^(x-amz-(?!meta-)|if-(match|none-match|modified-since|unmodified-since)$)/;

/**
 * Finds the operation by method, resource and the whole set of query parameters, so that a sub-resource that is not
 * known is never taken for the object itself.
 *
 * @throws S3Error `NotImplemented` (501)
 */
export function findOperation(request: S3Request): Operation {
  const operation = operations.find((candidate) => fits(candidate, request));
  if (operation === undefined) throw operationNotImplemented(request.method, [...request.query.keys()]);
  const known = [...COMMON_HEADERS, ...(operation.headers ?? [])];
  for (const [name, value] of Object.entries(request.headers)) {
    if (MEANINGFUL.test(name) && !known.some((rule) => admits(rule, name, value))) {
      throw headerNotImplemented(name);
    }
  }
  return operation;
}

function fits(operation: Operation, { method, bucket, key, query, headers }: S3Request): boolean {
  const on = key !== "" ? "object" : bucket !== "" ? "bucket" : "service";
  const needs = operation.needs ?? [];
  const known = [...needs.map((need) => nameOf(need)), ...(operation.allows ?? [])];
  return (
    operation.method === method &&
    operation.on === on &&
    (operation.copies ?? false) === (headers["x-amz-copy-source"] !== undefined) &&
    needs.every((need) => hasParameter(query, need)) &&
    [...query.keys()].every((name) => known.includes(name))
  );
}

function hasParameter(query: ReadonlyMap<string, string>, need: string): boolean {
  const value = query.get(nameOf(need));
  return need.includes("=") ? `${nameOf(need)}=${value}` === need : value !== undefined;
}

function admits(rule: string, name: string, value: string): boolean {
  if (nameOf(rule) !== name) return false;
  return (
    !rule.includes("=") ||
    rule
      .slice(name.length + 1)
      .split("|")
      .includes(value)
  );
}

function nameOf(rule: string): string {
  return rule.split("=", 1)[0] ?? rule;
}
