import { authorizeObject } from "../access.ts";
import { checksumElement } from "../checksum.ts";
import { copyConditions } from "../conditions.ts";
import { copyBody } from "../copy-body.ts";
import { readCopySource } from "../copy-source.ts";
import { invalidArgument, invalidRequest } from "../errors.ts";
import { xmlReply } from "../list-answer.ts";
import { listTime } from "../listing.ts";
import { ENCRYPTION_HEADER, quoted } from "../object-headers.ts";
import type { Operation } from "../operation.ts";
import type { ByteRange } from "../range.ts";
import { readPartNumber, storePart } from "../upload-parts.ts";
import { textElements, xmlDocument } from "../xml.ts";

export const uploadPartCopy: Operation = {
  method: "PUT",
  on: "object",
  needs: ["partNumber", "uploadId"],
  copies: true,
  headers: [...copyConditions, "x-amz-copy-source-range", "x-amz-source-expected-bucket-owner"],
  async run(s3, request) {
    const { bucket, key, query, headers, caller } = request;
    authorizeObject(caller, "s3:PutObject", request);
    await s3.buckets.require(bucket);
    const partNumber = readPartNumber(query.get("partNumber"));
    const upload = await s3.uploads.require(bucket, key, query.get("uploadId") ?? "");
    const range = headers["x-amz-copy-source-range"];
    const { object, saved, algorithm } = await copyBody(s3, request, {
      source: readCopySource(headers["x-amz-copy-source"] ?? ""),
      range: (object) => (range === undefined ? undefined : readSourceRange(range, object.size)),
      algorithm: () => upload.checksum?.algorithm,
    });
    const { etag, lastModifiedMs, checksum } = await storePart(s3, upload, partNumber, saved, algorithm);
    const sourceVersion: Record<string, string> =
      object.versionId === "null" ? {} : { "x-amz-copy-source-version-id": object.versionId };
    return xmlReply(
      xmlDocument(
        "CopyPartResult",
        textElements({
          ETag: quoted(etag),
          LastModified: listTime(lastModifiedMs),
          ...(checksum === undefined ? {} : { [checksumElement(checksum.algorithm)]: checksum.value }),
        }),
      ),
      { ...ENCRYPTION_HEADER, ...sourceVersion },
    );
  },
};

/** Unlike a range of a read, this one needs both ends, inside the source. */
function readSourceRange(header: string, size: number): ByteRange {
  const name = "x-amz-copy-source-range";
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  const start = Number(first ?? Number.NaN);
  const end = Number(last ?? Number.NaN);
  if (Number.isNaN(start) || start > end) {
    throw invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      name,
      header,
    );
  }
  if (start >= size) throw invalidRequest("The specified copy range is invalid for the source object size");
  if (end >= size) {
    throw invalidArgument(`Range specified is not valid for source object of size: ${size}`, name, header);
  }
  return { start, end };
}
