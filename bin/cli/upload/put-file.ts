import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { ObjectPlace } from "./begun-upload.ts";
import { type LocalFile, readBytes } from "./local-file.ts";
import { type S3Target, type Uploaded, uploadInParts } from "./multipart.ts";
import { ONE_REQUEST_BYTES } from "./parts.ts";

/** Uploads a file: a small one in one request, a large one in parts. */
export async function putFile(
  target: S3Target,
  place: ObjectPlace,
  file: LocalFile,
  metadata: Readonly<Record<string, string>>,
  progress: Uploaded,
): Promise<void> {
  if (file.sizeBytes > ONE_REQUEST_BYTES) return uploadInParts(target, place, file, metadata, progress);
  await target.slots.run(async () => {
    target.signal.throwIfAborted();
    const Body = await readBytes(file, 0, file.sizeBytes);
    const put = new PutObjectCommand({
      Bucket: place.bucket,
      Key: place.key,
      Body,
      Metadata: { ...metadata },
    });
    await target.client.send(put, { abortSignal: target.signal });
    progress.onSent(file.sizeBytes);
  });
}
