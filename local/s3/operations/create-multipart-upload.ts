import { randomBytes } from "node:crypto";
import { authorizeObject } from "../access.ts";
import { type ChecksumType, parseAlgorithm } from "../checksum.ts";
import { readAttributes } from "../content-attributes.ts";
import { invalidRequest } from "../errors.ts";
import { checkKey } from "../key-rules.ts";
import { xmlReply } from "../list-answer.ts";
import { ENCRYPTION_HEADER } from "../object-headers.ts";
import type { Operation } from "../operation.ts";
import type { Upload } from "../upload-index.ts";
import { textElements, xmlDocument } from "../xml.ts";

export const createMultipartUpload: Operation = {
  method: "POST",
  on: "object",
  needs: ["uploads"],
  headers: ["x-amz-checksum-algorithm", "x-amz-checksum-type"],
  async run(s3, request) {
    const { bucket, key, headers, caller } = request;
    authorizeObject(caller, "s3:PutObject", request);
    checkKey(key);
    await s3.buckets.require(bucket);
    const checksum = readChecksum(headers);
    const uploadId = `${s3.nextSequencer()}${randomBytes(16).toString("hex")}`;
    await s3.uploads.put({
      bucket,
      key,
      uploadId,
      initiatedMs: s3.clock.now(),
      attributes: readAttributes(headers),
      ...(checksum === undefined ? {} : { checksum }),
    });
    const checksumHeaders: Record<string, string> =
      checksum === undefined
        ? {}
        : {
            "x-amz-checksum-algorithm": checksum.algorithm.toUpperCase(),
            "x-amz-checksum-type": checksum.type,
          };
    return xmlReply(
      xmlDocument(
        "InitiateMultipartUploadResult",
        textElements({ Bucket: bucket, Key: key, UploadId: uploadId }),
      ),
      { ...ENCRYPTION_HEADER, ...checksumHeaders },
    );
  },
};

/** Which types an algorithm has: S3 user guide, "Checking object integrity". */
function readChecksum(headers: Readonly<Record<string, string>>): Upload["checksum"] {
  const name = headers["x-amz-checksum-algorithm"];
  const type = headers["x-amz-checksum-type"];
  if (name === undefined) {
    if (type === undefined) return undefined;
    throw invalidRequest(
      "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
    );
  }
  const algorithm = parseAlgorithm(name);
  if (algorithm === undefined) {
    throw invalidRequest(
      "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
    );
  }
  const types: readonly ChecksumType[] = algorithm.startsWith("sha")
    ? ["COMPOSITE"]
    : algorithm === "crc64nvme"
      ? ["FULL_OBJECT"]
      : ["COMPOSITE", "FULL_OBJECT"];
  const chosen = types.find((possible) => possible === (type ?? types[0]));
  if (chosen === undefined) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${name.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type: chosen };
}
