import { createHash } from "node:crypto";
import type { SavedBody } from "./bodies.ts";
import { type Checksum, type ChecksumAlgorithm, startChecksum } from "./checksum.ts";
import { fullChecksum } from "./incoming-body.ts";
import { measureBody } from "./measured-body.ts";
import type { S3 } from "./s3.ts";
import type { Upload, UploadPart } from "./upload-index.ts";

/** MD5 of the MD5s of the parts, and their number. */
export function multipartEtag(parts: readonly UploadPart[]): string {
  const md5 = createHash("md5");
  for (const { etag } of parts) md5.update(etag, "hex");
  return `${md5.digest("hex")}-${parts.length}`;
}

/**
 * Puts the parts into one file, so that a reader finds the object whole.
 *
 * @param parts in their order, at least one
 */
export async function assembleParts(
  s3: S3,
  upload: Upload,
  parts: readonly UploadPart[],
): Promise<{ saved: SavedBody; checksum: Checksum | undefined }> {
  const { algorithm, type } = upload.checksum ?? {};
  const whole = algorithm !== undefined && type === "FULL_OBJECT" ? [algorithm] : [];
  const saved = await s3.bodies.save(measureBody(concatenate(s3, parts), whole));
  const checksum =
    algorithm !== undefined && type === "COMPOSITE"
      ? compositeChecksum(algorithm, parts)
      : fullChecksum(saved, algorithm);
  return { saved, checksum };
}

async function* concatenate(s3: S3, parts: readonly UploadPart[]): AsyncGenerator<Uint8Array> {
  for (const { file } of parts) {
    const handle = await s3.bodies.open(file);
    yield* handle.createReadStream();
  }
}

function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly UploadPart[]): Checksum {
  const running = startChecksum(algorithm);
  for (const { checksum } of parts) running.update(Buffer.from(checksum?.value ?? "", "base64"));
  return { algorithm, value: `${running.digest().toString("base64")}-${parts.length}`, type: "COMPOSITE" };
}
