import { authorizeObject } from "../access.ts";
import { checksumElement, parseAlgorithm } from "../checksum.ts";
import { copyConditions, writeConditions } from "../conditions.ts";
import { type ContentAttributes, readAttributes } from "../content-attributes.ts";
import { copyBody } from "../copy-body.ts";
import { readCopySource } from "../copy-source.ts";
import { invalidArgument, invalidRequest } from "../errors.ts";
import { fullChecksum } from "../incoming-body.ts";
import { checkKey } from "../key-rules.ts";
import { xmlReply } from "../list-answer.ts";
import { listTime } from "../listing.ts";
import { quoted, writtenHeaders } from "../object-headers.ts";
import type { Operation } from "../operation.ts";
import type { S3Request } from "../request.ts";
import { storeObject } from "../store-object.ts";
import type { StoredObject } from "../version.ts";
import { textElements, xmlDocument } from "../xml.ts";

export const copyObject: Operation = {
  method: "PUT",
  on: "object",
  copies: true,
  headers: [
    ...writeConditions,
    ...copyConditions,
    "x-amz-metadata-directive",
    "x-amz-tagging-directive=COPY",
    "x-amz-checksum-algorithm",
    "x-amz-source-expected-bucket-owner",
  ],
  async run(s3, request) {
    const { bucket, key, headers, caller, requestId } = request;
    authorizeObject(caller, "s3:PutObject", request);
    checkKey(key);
    await s3.buckets.require(bucket);
    const source = readCopySource(headers["x-amz-copy-source"] ?? "");
    const replaces = replacesMetadata(headers);
    if (!replaces && source.bucket === bucket && source.key === key && source.versionId === undefined) {
      throw copyOntoItself();
    }
    const { object, saved, algorithm } = await copyBody(s3, request, {
      source,
      range: () => undefined,
      algorithm: (object) => wantedAlgorithm(headers) ?? object.checksum?.algorithm,
    });
    const { size, md5: etag, file } = saved;
    const checksum = fullChecksum(saved, algorithm);
    const attributes = replaces ? readAttributes(headers) : attributesOf(object);
    try {
      const copy = await storeObject(
        s3,
        { bucket, key, size, etag, file, attributes, checksum },
        { reason: "CopyObject", requestId, headers },
      );
      return copyReply(copy, object);
    } catch (error) {
      await s3.bodies.remove([file]);
      throw error;
    }
  },
};

function copyReply(copy: StoredObject, source: StoredObject) {
  const { etag, lastModifiedMs, checksum } = copy;
  const body = textElements({
    ETag: quoted(etag),
    LastModified: listTime(lastModifiedMs),
    ...(checksum === undefined
      ? {}
      : { ChecksumType: checksum.type, [checksumElement(checksum.algorithm)]: checksum.value }),
  });
  const sourceVersion: Record<string, string> =
    source.versionId === "null" ? {} : { "x-amz-copy-source-version-id": source.versionId };
  return xmlReply(xmlDocument("CopyObjectResult", body), { ...writtenHeaders(copy), ...sourceVersion });
}

const attributesOf = ({ contentType, contentHeaders, metadata }: StoredObject): ContentAttributes => ({
  contentType,
  contentHeaders,
  metadata,
});

function replacesMetadata(headers: S3Request["headers"]): boolean {
  const directive = headers["x-amz-metadata-directive"] ?? "COPY";
  if (directive !== "COPY" && directive !== "REPLACE") {
    throw invalidArgument("Unknown metadata directive.", "x-amz-metadata-directive", directive);
  }
  return directive === "REPLACE";
}

function wantedAlgorithm(headers: S3Request["headers"]) {
  const name = headers["x-amz-checksum-algorithm"];
  if (name === undefined) return undefined;
  const algorithm = parseAlgorithm(name);
  if (algorithm === undefined) {
    throw invalidRequest(
      "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]",
    );
  }
  return algorithm;
}

const copyOntoItself = () =>
  invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
