import type { SavedBody } from "./bodies.ts";
import type { Checksum, ChecksumAlgorithm } from "./checksum.ts";
import { invalidArgument } from "./errors.ts";
import { fullChecksum } from "./incoming-body.ts";
import type { S3 } from "./s3.ts";
import type { Upload, UploadPart } from "./upload-index.ts";

/** S3 user guide, "Amazon S3 multipart upload limits". */
export const MAX_PARTS = 10_000;

/** @throws S3Error `InvalidArgument` */
export function readPartNumber(text: string | undefined): number {
  const partNumber = Number(text);
  if (!/^\d{1,5}$/.test(text ?? "") || partNumber < 1 || partNumber > MAX_PARTS) {
    throw invalidArgument(
      `Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`,
      "partNumber",
      text ?? "",
    );
  }
  return partNumber;
}

/** Work that must not meet another change of the same upload. */
export function lockUpload<T>(s3: S3, uploadId: string, work: () => Promise<T>): Promise<T> {
  return s3.lock(`upload ${uploadId}`, work);
}

/**
 * Records a saved body as an upload part; a part of the same number is replaced.
 *
 * @param algorithm of the checksum to keep
 * @throws S3Error `NoSuchUpload` when the upload ended meanwhile; the body is then removed
 */
export async function storePart(
  s3: S3,
  upload: Upload,
  partNumber: number,
  saved: SavedBody,
  algorithm: ChecksumAlgorithm | undefined,
): Promise<UploadPart & { readonly checksum?: Checksum }> {
  const checksum = fullChecksum(saved, algorithm);
  const part: UploadPart = {
    partNumber,
    size: saved.size,
    etag: saved.md5,
    lastModifiedMs: s3.clock.now(),
    file: saved.file,
    ...(checksum === undefined ? {} : { checksum }),
  };
  return lockUpload(s3, upload.uploadId, async () => {
    try {
      await s3.uploads.require(upload.bucket, upload.key, upload.uploadId);
      const replaced = await s3.uploads.part(upload.uploadId, partNumber);
      await s3.uploads.putPart(upload.uploadId, part);
      if (replaced !== undefined) await s3.bodies.remove([replaced.file]);
      return part;
    } catch (error) {
      await s3.bodies.remove([saved.file]);
      throw error;
    }
  });
}
