import { authorizeBucket } from "../access.ts";
import { ownerElement, xmlReply } from "../list-answer.ts";
import {
  commonPrefix,
  commonPrefixElements,
  echoed,
  list,
  listTime,
  readEncoding,
  readLimit,
} from "../listing.ts";
import type { Operation } from "../operation.ts";
import { afterKey, afterPrefix, escapeKey, KEY_END } from "../sort-text.ts";
import { element, textElement, textElements, xmlDocument } from "../xml.ts";

export const listMultipartUploads: Operation = {
  method: "GET",
  on: "bucket",
  needs: ["uploads"],
  allows: ["prefix", "delimiter", "max-uploads", "key-marker", "upload-id-marker", "encoding-type"],
  async run(s3, { bucket, query, caller }) {
    authorizeBucket(caller, "s3:ListBucketMultipartUploads", bucket);
    await s3.buckets.require(bucket);
    const prefix = query.get("prefix") ?? "";
    const delimiter = query.get("delimiter") ?? "";
    const limit = readLimit(query, "max-uploads");
    const text = readEncoding(query);
    const keyMarker = query.get("key-marker") ?? "";
    const uploadMarker = query.get("upload-id-marker") ?? "";
    const { items, commonPrefixes, next, last } = await list({
      entries: (from) => s3.uploads.from(bucket, escapeKey(prefix), from),
      sortText: escapeKey,
      from: afterMarkers({ keyMarker, uploadMarker, prefix, delimiter }),
      prefix,
      delimiter,
      limit,
    });
    const lastKey = typeof last === "string" ? last : last?.key;
    return xmlReply(
      xmlDocument(
        "ListMultipartUploadsResult",
        textElements({
          Bucket: bucket,
          KeyMarker: text(keyMarker),
          UploadIdMarker: uploadMarker,
          NextKeyMarker: next === undefined ? undefined : echoed(lastKey, text),
          NextUploadIdMarker: next === undefined || typeof last === "string" ? undefined : last?.uploadId,
          Prefix: text(prefix),
          Delimiter: echoed(delimiter, text),
          EncodingType: query.get("encoding-type"),
          MaxUploads: limit,
          IsTruncated: next !== undefined,
        }),
        ...items.map(({ key, uploadId, initiatedMs, checksum }) =>
          element(
            "Upload",
            textElements({ Key: text(key), UploadId: uploadId }),
            ownerElement(s3.place, "Initiator"),
            ownerElement(s3.place),
            textElement("StorageClass", "STANDARD"),
            textElements({
              Initiated: listTime(initiatedMs),
              ChecksumAlgorithm: checksum?.algorithm.toUpperCase(),
              ChecksumType: checksum?.type,
            }),
          ),
        ),
        commonPrefixElements(commonPrefixes, text),
      ),
    );
  },
};

/** Without a key marker, an upload marker means nothing and S3 ignores it. */
function afterMarkers(markers: {
  readonly keyMarker: string;
  readonly uploadMarker: string;
  readonly prefix: string;
  readonly delimiter: string;
}): string {
  const { keyMarker, uploadMarker } = markers;
  if (keyMarker === "") return "";
  if (uploadMarker !== "") return `${escapeKey(keyMarker)}${KEY_END}${uploadMarker}\0`;
  if (commonPrefix(keyMarker, markers) === keyMarker) return afterPrefix(escapeKey(keyMarker)) ?? keyMarker;
  return afterKey(keyMarker);
}
