import * as z from "zod";
import { checksumAlgorithms, checksumElement } from "./checksum.ts";
import { invalidRequest, malformedXml, S3Error } from "./errors.ts";
import type { Upload, UploadPart } from "./upload-index.ts";
import { MAX_PARTS } from "./upload-parts.ts";

const checksumFields = Object.fromEntries(
  checksumAlgorithms.map((algorithm) => [checksumElement(algorithm), z.string().optional()]),
);
const ListedPart = z.strictObject({
  PartNumber: z.coerce.number().int(),
  ETag: z.string(),
  ...checksumFields,
});
type ListedPart = {
  readonly PartNumber: number;
  readonly ETag: string;
  readonly [checksum: string]: unknown;
};

/** The document of CompleteMultipartUpload. */
export const CompletedUpload = z.strictObject({ Part: z.array(ListedPart).max(MAX_PARTS).optional() });

/** Every part but the last: S3 user guide, "Amazon S3 multipart upload limits". */
const MIN_PART_BYTES = 5 * 1024 ** 2;

/**
 * The stored parts that a client lists for its object.
 *
 * @throws S3Error `MalformedXML`, `InvalidPartOrder`, `InvalidPart`, `EntityTooSmall`, `InvalidRequest`
 */
export function chooseParts(
  upload: Upload,
  stored: readonly UploadPart[],
  listed: readonly ListedPart[],
): UploadPart[] {
  if (listed.length === 0) throw malformedXml();
  const byNumber = new Map(stored.map((part) => [part.partNumber, part]));
  let previous = 0;
  const chosen = listed.map((part) => {
    if (part.PartNumber <= previous) throw invalidPartOrder(upload);
    previous = part.PartNumber;
    return matchPart(upload, part, byNumber.get(part.PartNumber));
  });
  const small = chosen.slice(0, -1).find(({ size }) => size < MIN_PART_BYTES);
  if (small !== undefined) throw entityTooSmall(small);
  return chosen;
}

function matchPart(upload: Upload, listed: ListedPart, stored: UploadPart | undefined): UploadPart {
  if (stored === undefined || listed.ETag.replaceAll('"', "") !== stored.etag)
    throw invalidPart(upload, listed);
  for (const algorithm of checksumAlgorithms) {
    const value = listed[checksumElement(algorithm)];
    if (value === undefined) continue;
    const known = stored.checksum?.algorithm === algorithm ? stored.checksum.value : undefined;
    if (value !== known) throw invalidPart(upload, listed);
  }
  const { algorithm, type } = upload.checksum ?? {};
  if (algorithm !== undefined && type === "COMPOSITE" && listed[checksumElement(algorithm)] === undefined) {
    throw invalidRequest(
      `The upload was created using a ${algorithm} checksum. The complete request must include the checksum for each part. It was missing for part ${listed.PartNumber} in the request.`,
    );
  }
  return stored;
}

const invalidPartOrder = ({ uploadId }: Upload) =>
  new S3Error(
    "InvalidPartOrder",
    "The list of parts was not in ascending order. Parts must be ordered by part number.",
    400,
    { fields: { UploadId: uploadId } },
  );

const invalidPart = ({ uploadId }: Upload, { PartNumber, ETag }: ListedPart) =>
  new S3Error(
    "InvalidPart",
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { fields: { UploadId: uploadId, PartNumber, ETag: ETag.replaceAll('"', "") } },
  );

const entityTooSmall = ({ size, partNumber, etag }: UploadPart) =>
  new S3Error("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400, {
    fields: { ProposedSize: size, MinSizeAllowed: MIN_PART_BYTES, PartNumber: partNumber, ETag: etag },
  });
