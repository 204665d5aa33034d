import { authorizeObject } from "../access.ts";
import { checksumElement } from "../checksum.ts";
import { ownerElement, xmlReply } from "../list-answer.ts";
import { listTime, readCount, readLimit } from "../listing.ts";
import { quoted } from "../object-headers.ts";
import type { Operation } from "../operation.ts";
import type { UploadPart } from "../upload-index.ts";
import { element, textElement, textElements, xmlDocument } from "../xml.ts";

export const listParts: Operation = {
  method: "GET",
  on: "object",
  needs: ["uploadId"],
  allows: ["max-parts", "part-number-marker"],
  async run(s3, request) {
    const { bucket, key, query, caller } = request;
    authorizeObject(caller, "s3:ListMultipartUploadParts", request);
    await s3.buckets.require(bucket);
    const uploadId = query.get("uploadId") ?? "";
    const { checksum } = await s3.uploads.require(bucket, key, uploadId);
    const limit = readLimit(query, "max-parts");
    const marker = readCount(query, "part-number-marker", 0);
    const parts: UploadPart[] = [];
    let truncated = false;
    for await (const part of s3.uploads.parts(uploadId)) {
      if (part.partNumber <= marker) continue;
      truncated = limit > 0 && parts.length === limit;
      if (parts.length === limit) break;
      parts.push(part);
    }
    return xmlReply(
      xmlDocument(
        "ListPartsResult",
        textElements({ Bucket: bucket, Key: key, UploadId: uploadId }),
        ownerElement(s3.place, "Initiator"),
        ownerElement(s3.place),
        textElements({
          StorageClass: "STANDARD",
          PartNumberMarker: marker,
          NextPartNumberMarker: parts.at(-1)?.partNumber ?? 0,
          MaxParts: limit,
          IsTruncated: truncated,
          ChecksumAlgorithm: checksum?.algorithm.toUpperCase(),
          ChecksumType: checksum?.type,
        }),
        ...parts.map(partElement),
      ),
    );
  },
};

function partElement({ partNumber, lastModifiedMs, etag, size, checksum }: UploadPart): string {
  return element(
    "Part",
    textElements({
      PartNumber: partNumber,
      LastModified: listTime(lastModifiedMs),
      ETag: quoted(etag),
      Size: size,
    }),
    checksum === undefined ? "" : textElement(checksumElement(checksum.algorithm), checksum.value),
  );
}
