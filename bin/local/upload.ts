import { createReadStream } from "node:fs";
import type { S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { uploadKey } from "../../lambda/keys.ts";
import type { GivenFile } from "./find-files.ts";

export interface UploadedFile extends GivenFile {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly startedMs: number;
}

/** Smallest upload part; S3 takes at most 10 000 of them, so the parts of larger files grow. */
const PART_BYTES = 8 * 1024 * 1024;
const MOST_PARTS = 9_000;

/** Streams a file into the bucket; of a large one, at most four parts are in memory. Ends early, with an error, on `signal`. */
export async function uploadFile(
  s3: S3Client,
  bucket: string,
  index: string,
  file: GivenFile,
  signal: AbortSignal,
): Promise<UploadedFile> {
  const key = uploadKey(index, file.name);
  const startedMs = Date.now();
  const upload = new Upload({
    client: s3,
    params: { Bucket: bucket, Key: key, Body: createReadStream(file.path) },
    partSize: Math.max(PART_BYTES, Math.ceil(file.sizeBytes / MOST_PARTS)),
  });
  const stop = () => void upload.abort();
  signal.addEventListener("abort", stop, { once: true });
  const { VersionId } = await upload.done().finally(() => signal.removeEventListener("abort", stop));
  return { ...file, bucket, key, versionId: VersionId ?? "null", startedMs };
}
