import { createHash } from "node:crypto";
import { ListPartsCommand, type Part, type S3Client } from "@aws-sdk/client-s3";
import type { ObjectPlace } from "./begun-upload.ts";
import { type LocalFile, readBytes } from "./local-file.ts";
import type { UploadPart } from "./parts.ts";
import type { Slots } from "./slots.ts";

/** An ETag that is the MD5 of the part; with other encryption than S3's own it is something else. */
const MD5 = /^[0-9a-f]{32}$/;

/** What has arrived of an upload; undefined when S3 no longer knows it. */
export async function listParts(
  client: S3Client,
  { bucket, key }: ObjectPlace,
  uploadId: string,
  abortSignal: AbortSignal,
): Promise<Map<number, Part> | undefined> {
  const parts = new Map<number, Part>();
  const upload = { Bucket: bucket, Key: key, UploadId: uploadId };
  try {
    let marker: string | undefined;
    // S3 names a next part behind the last page too, so that only `IsTruncated` says whether there is more.
    do {
      const page = await client.send(new ListPartsCommand({ ...upload, PartNumberMarker: marker }), {
        abortSignal,
      });
      for (const part of page.Parts ?? [])
        if (part.PartNumber !== undefined) parts.set(part.PartNumber, part);
      marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    } while (marker !== undefined);
    return parts;
  } catch (error) {
    if (error instanceof Error && error.name === "NoSuchUpload") return undefined;
    throw error;
  }
}

/** Of the parts of the file, those that S3 has with the very bytes that the file has. */
export async function goodParts(
  file: LocalFile,
  parts: readonly UploadPart[],
  sent: ReadonlyMap<number, Part>,
  slots: Slots,
): Promise<Map<number, Part>> {
  const good = new Map<number, Part>();
  const check = async (part: UploadPart) => {
    const known = sent.get(part.number);
    if (known !== undefined && (await isSame(file, part, known))) good.set(part.number, known);
  };
  await Promise.all(parts.map((part) => slots.run(() => check(part))));
  return good;
}

async function isSame(file: LocalFile, { start, end }: UploadPart, sent: Part): Promise<boolean> {
  if (sent.Size !== end - start) return false;
  const etag = (sent.ETag ?? "").replaceAll('"', "");
  // Where the ETag says nothing about the bytes, size and time of the file have to do.
  if (!MD5.test(etag)) return true;
  return (
    createHash("md5")
      .update(await readBytes(file, start, end))
      .digest("hex") === etag
  );
}
