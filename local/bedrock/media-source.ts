import { createHash, randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Caller, type Place, ServiceError } from "../service.ts";
import { malformed, validation } from "./errors.ts";
import type { MediaFile } from "./media/measurer.ts";
import { type Node, object, optional, string } from "./shape.ts";

/** Where the objects of S3 are read and written, with the rights of the caller. */
export interface MediaObjects {
  /** @throws ServiceError NoSuchKey, NoSuchBucket, AccessDenied */
  open(
    address: { readonly bucket: string; readonly key: string; readonly versionId?: string },
    caller: Caller,
  ): Promise<{ path: string; size: number; etag: string; versionId: string }>;
  put(
    address: { readonly bucket: string; readonly key: string },
    body: string | Uint8Array,
    contentType: string,
    caller: Caller,
  ): Promise<unknown>;
}

/** The media of a request: an object in S3, or bytes inside the request. */
export type MediaSource =
  | { readonly uri: string; readonly bucket: string; readonly key: string }
  | { readonly base64: string };

/** A media source whose bytes lie in a file. `done` removes the file when it was made for the request. */
export interface OpenMedia extends MediaFile {
  /** Of an object in S3, without quotes. */
  readonly etag?: string;
  readonly size: number;
  done(): Promise<void>;
}

const S3_URI = /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])\/(?<key>.+)$/su;
/** Standard alphabet with padding; line breaks are let through as everywhere. */
const BASE64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/;

/** Reads `{ base64String }` or `{ s3Location: { uri, bucketOwner? } }`: exactly one of them. */
export function mediaSource(node: Node, place: Place, otherKeys: readonly string[] = []): MediaSource {
  const fields = object(node, ["base64String", "s3Location", ...otherKeys]);
  const base64 = optional(fields["base64String"], (text) => string(text, { min: 1 }));
  const location = optional(fields["s3Location"], (given) => s3Location(given, place));
  if ((base64 === undefined) === (location === undefined)) {
    if (base64 === undefined) throw malformed(`${node.at}: required key [s3Location] not found`);
    throw malformed(`${node.at}: only one of [base64String] and [s3Location] is permitted`);
  }
  if (location !== undefined) return location;
  if (!BASE64.test(base64 ?? "")) throw malformed(`${node.at}/base64String: it is not base64`);
  return { base64: base64 ?? "" };
}

/** @throws ServiceError ValidationException unless the text is `s3://bucket/key` */
export function parseS3Uri(uri: string): { uri: string; bucket: string; key: string } {
  const { bucket, key } = S3_URI.exec(uri)?.groups ?? {};
  if (bucket === undefined || key === undefined) throw validation(`The provided S3 URI is invalid: ${uri}`);
  return { uri, bucket, key };
}

/** @throws ServiceError ValidationException when another account owns the bucket: there is only one here */
export function assertOwner(owner: string, { account }: Place): void {
  if (!/^\d{12}$/.test(owner)) throw validation(`The provided bucket owner is invalid: ${owner}`);
  if (owner !== account) throw validation("The bucket is not owned by the account given as bucketOwner.");
}

/**
 * Gives the bytes of a source as a file.
 * @param folder where bytes of the request itself are put
 * @throws ServiceError ValidationException when the object is not there; AccessDenied
 */
export async function openMedia(
  source: MediaSource,
  objects: MediaObjects,
  caller: Caller,
  folder: string,
): Promise<OpenMedia> {
  if ("base64" in source) return writeInline(Buffer.from(source.base64, "base64"), folder);
  try {
    const { path, size, etag, versionId } = await objects.open(source, caller);
    return {
      path,
      size,
      etag: etag.replaceAll('"', ""),
      identity: `${etag}/${versionId}/${size}`,
      done: async () => {},
    };
  } catch (error) {
    if (error instanceof ServiceError && /^NoSuch/.test(error.name)) {
      throw validation(`The S3 object ${source.uri} cannot be read: ${error.message}`);
    }
    throw error;
  }
}

async function writeInline(bytes: Buffer, folder: string): Promise<OpenMedia> {
  const path = join(folder, randomUUID());
  await writeFile(path, bytes);
  return {
    path,
    size: bytes.length,
    identity: createHash("sha256").update(bytes).digest("hex"),
    done: () => rm(path, { force: true }),
  };
}

function s3Location(node: Node, place: Place): MediaSource {
  const fields = object(node, ["uri", "bucketOwner"], ["uri"]);
  const owner = optional(fields["bucketOwner"], string);
  if (owner !== undefined) assertOwner(owner, place);
  return parseS3Uri(string(fields["uri"] ?? node));
}
