import { createHash, type Hash } from "node:crypto";
import { HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { ObjectPlace } from "./begun-upload.ts";
import { type LocalFile, readBytes } from "./local-file.ts";
import { ONE_REQUEST_BYTES, partsOf } from "./parts.ts";

/**
 * Whether the object has the very bytes of the file, as its ETag tells when this command uploaded it: then there is nothing
 * to upload. False whenever that is not certain.
 */
export async function isThere(
  client: S3Client,
  { bucket, key }: ObjectPlace,
  file: LocalFile,
  abortSignal: AbortSignal,
): Promise<boolean> {
  const head = await client
    .send(new HeadObjectCommand({ Bucket: bucket, Key: key }), { abortSignal })
    .catch(() => undefined);
  if (head === undefined || head.ContentLength !== file.sizeBytes || file.sizeBytes === 0) return false;
  const etag = (head.ETag ?? "").replaceAll('"', "");
  return etag === (file.sizeBytes > ONE_REQUEST_BYTES ? await etagOfParts(file) : await etagOfWhole(file));
}

const md5 = (): Hash => createHash("md5");

const etagOfWhole = async (file: LocalFile) =>
  md5()
    .update(await readBytes(file, 0, file.sizeBytes))
    .digest("hex");

/** As S3 makes it: MD5 over the MD5 sums of the parts, and their count. */
async function etagOfParts(file: LocalFile): Promise<string> {
  const parts = partsOf(file.sizeBytes);
  const all = md5();
  for (const { start, end } of parts)
    all.update(
      md5()
        .update(await readBytes(file, start, end))
        .digest(),
    );
  return `${all.digest("hex")}-${parts.length}`;
}
