import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type Part,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { BegunUpload, BegunUploads, ObjectPlace } from "./begun-upload.ts";
import { checkUnchanged, type LocalFile, readBytes } from "./local-file.ts";
import { partsOf, type UploadPart } from "./parts.ts";
import { goodParts, listParts } from "./sent-parts.ts";
import type { Slots } from "./slots.ts";

export interface S3Target {
  readonly client: S3Client;
  readonly begun: BegunUploads;
  /** Shared by all files: requests at the same time. */
  readonly slots: Slots;
  readonly signal: AbortSignal;
}

export interface Uploaded {
  /** Bytes that were there from an earlier try. */
  readonly onResumed: (bytes: number) => void;
  readonly onSent: (bytes: number) => void;
}

/**
 * Uploads a large file in parts. Whatever ends it early leaves the parts in S3 and a note in the user's cache folder:
 * the next upload of the same file to the same place (path, size, time of change and metadata) sends only what is missing.
 * @throws CliError when the file changes meanwhile; then nothing is kept
 */
export async function uploadInParts(
  target: S3Target,
  place: ObjectPlace,
  file: LocalFile,
  metadata: Readonly<Record<string, string>>,
  progress: Uploaded,
): Promise<void> {
  const { client, begun, slots, signal } = target;
  const parts = partsOf(file.sizeBytes);
  const { uploadId, sent } = await resumed(target, place, file, metadata, parts);
  const lengthOf = ({ start, end }: UploadPart) => end - start;
  const isMissing = ({ number }: UploadPart) => !sent.has(number);
  progress.onResumed(parts.filter((part) => !isMissing(part)).reduce((sum, part) => sum + lengthOf(part), 0));
  const address = { Bucket: place.bucket, Key: place.key, UploadId: uploadId };
  const completed = new Map<number, CompletedPart>(
    [...sent].map(([number, { ETag, ChecksumCRC32 }]) => [
      number,
      { PartNumber: number, ETag, ChecksumCRC32 },
    ]),
  );
  const send = async (part: UploadPart) => {
    signal.throwIfAborted();
    const Body = await readBytes(file, part.start, part.end);
    const command = new UploadPartCommand({
      ...address,
      PartNumber: part.number,
      Body,
      ChecksumAlgorithm: "CRC32",
    });
    const { ETag, ChecksumCRC32 } = await client.send(command, { abortSignal: signal });
    completed.set(part.number, { PartNumber: part.number, ETag, ChecksumCRC32 });
    progress.onSent(lengthOf(part));
  };
  await allOrFirstError(parts.filter(isMissing).map((part) => () => slots.run(() => send(part))));
  await checkUnchanged(file).catch(async (error: unknown) => {
    await abandon(target, place, file, uploadId);
    throw error;
  });
  const Parts = parts.map(({ number }) => completed.get(number) ?? { PartNumber: number });
  const finish = new CompleteMultipartUploadCommand({ ...address, MultipartUpload: { Parts } });
  await client.send(finish, { abortSignal: signal });
  await begun.forget(place, file);
}

/** The upload that was begun before, with what it has, or a new one. */
async function resumed(
  target: S3Target,
  place: ObjectPlace,
  file: LocalFile,
  metadata: Readonly<Record<string, string>>,
  parts: readonly UploadPart[],
): Promise<{ uploadId: string; sent: ReadonlyMap<number, Part> }> {
  const { client, begun, slots, signal } = target;
  const before = await begun.find(place, file);
  if (before !== undefined && isOf(before, file, metadata)) {
    const listed = await listParts(client, place, before.uploadId, signal);
    if (listed !== undefined)
      return { uploadId: before.uploadId, sent: await goodParts(file, parts, listed, slots) };
  } else if (before !== undefined) {
    await abandon(target, place, file, before.uploadId);
  }
  const create = new CreateMultipartUploadCommand({
    Bucket: place.bucket,
    Key: place.key,
    Metadata: { ...metadata },
    ChecksumAlgorithm: "CRC32",
  });
  const { UploadId: uploadId = "" } = await client.send(create, { abortSignal: signal });
  const { sizeBytes, mtimeMs } = file;
  await begun.remember(place, file, { uploadId, sizeBytes, mtimeMs, metadata: { ...metadata } });
  return { uploadId, sent: new Map() };
}

function isOf(before: BegunUpload, file: LocalFile, metadata: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(metadata);
  return (
    before.sizeBytes === file.sizeBytes &&
    before.mtimeMs === file.mtimeMs &&
    names.length === Object.keys(before.metadata).length &&
    names.every((name) => before.metadata[name] === metadata[name])
  );
}

/** Parts that nobody will complete cost money until the bucket's own rule removes them. */
async function abandon(
  { client, begun }: S3Target,
  place: ObjectPlace,
  file: LocalFile,
  uploadId: string,
): Promise<void> {
  const { bucket, key } = place;
  await client
    .send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }))
    .catch(() => undefined);
  await begun.forget(place, file);
}

/** Waits for all of them, also after an error: what is under way still counts as sent. */
async function allOrFirstError(works: readonly (() => Promise<void>)[]): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  const attempt = async (work: () => Promise<void>) => {
    if (failure !== undefined) return;
    await work().catch((error: unknown) => {
      failure ??= { error };
    });
  };
  await Promise.all(works.map(attempt));
  if (failure !== undefined) throw failure.error;
}
