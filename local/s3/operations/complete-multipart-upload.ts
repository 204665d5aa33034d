import { authorizeObject } from "../access.ts";
import { assembleParts, multipartEtag } from "../assemble-parts.ts";
import { type Checksum, checksumElement } from "../checksum.ts";
import { CompletedUpload, chooseParts } from "../completed-parts.ts";
import { writeConditions } from "../conditions.ts";
import { invalidRequest, malformedXml, S3Error } from "../errors.ts";
import { xmlReply } from "../list-answer.ts";
import { quoted, writtenHeaders } from "../object-headers.ts";
import type { Operation } from "../operation.ts";
import type { S3Request } from "../request.ts";
import { readXml } from "../request-xml.ts";
import type { S3 } from "../s3.ts";
import { storeObject } from "../store-object.ts";
import type { Upload, UploadPart } from "../upload-index.ts";
import { lockUpload } from "../upload-parts.ts";
import type { StoredObject } from "../version.ts";
import { textElements, xmlDocument } from "../xml.ts";

export const completeMultipartUpload: Operation = {
  method: "POST",
  on: "object",
  needs: ["uploadId"],
  headers: [...writeConditions, "x-amz-checksum-type", "x-amz-mp-object-size"],
  async run(s3, request) {
    const { bucket, key, query, caller } = request;
    authorizeObject(caller, "s3:PutObject", request);
    await s3.buckets.require(bucket);
    const uploadId = query.get("uploadId") ?? "";
    await s3.uploads.require(bucket, key, uploadId);
    // The checksum headers of this request speak of the object, not of the document.
    const document = await readXml(
      withoutObjectChecksum(request),
      "CompleteMultipartUpload",
      ["Part"],
      CompletedUpload,
    );
    if (document === undefined) throw malformedXml();
    return lockUpload(s3, uploadId, async () => {
      const upload = await s3.uploads.require(bucket, key, uploadId);
      const stored: UploadPart[] = [];
      for await (const part of s3.uploads.parts(uploadId)) stored.push(part);
      const chosen = chooseParts(upload, stored, document.Part ?? []);
      const object = await complete(s3, request, upload, chosen, stored);
      await s3.bodies.remove(stored.map(({ file }) => file));
      return completedReply(object, bucket);
    });
  },
};

async function complete(
  s3: S3,
  { bucket, key, headers, requestId }: S3Request,
  upload: Upload,
  chosen: readonly UploadPart[],
  stored: readonly UploadPart[],
): Promise<StoredObject> {
  const { saved, checksum } = await assembleParts(s3, upload, chosen);
  try {
    checkWhole(headers, saved.size, checksum);
    const { size, file } = saved;
    return await storeObject(
      s3,
      { bucket, key, size, file, etag: multipartEtag(chosen), attributes: upload.attributes, checksum },
      {
        reason: "CompleteMultipartUpload",
        requestId,
        headers,
        changes: s3.uploads.remove(upload, stored),
      },
    );
  } catch (error) {
    await s3.bodies.remove([saved.file]);
    throw error;
  }
}

/** What the client expects of the finished object. */
function checkWhole(headers: S3Request["headers"], size: number, checksum: Checksum | undefined): void {
  const expected = headers["x-amz-mp-object-size"];
  if (expected !== undefined && expected !== String(size)) {
    throw invalidRequest("The provided 'x-amz-mp-object-size' header does not match what was computed.");
  }
  const type = headers["x-amz-checksum-type"];
  if (type !== undefined && type !== checksum?.type) {
    throw invalidRequest(
      `The upload was created using the ${checksum?.type ?? "null"} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  for (const [name, value] of Object.entries(objectChecksums(headers))) {
    // Some clients leave out the number of parts.
    const known = name === `x-amz-checksum-${checksum?.algorithm}` ? checksum?.value : undefined;
    if (value !== known && value !== known?.replace(/-\d+$/, "")) {
      throw new S3Error(
        "BadDigest",
        `The ${name.slice(15)} you specified did not match the calculated checksum.`,
      );
    }
  }
}

const OBJECT_CHECKSUM = /^x-amz-checksum-(?!type$|algorithm$)/;

function objectChecksums(headers: S3Request["headers"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => OBJECT_CHECKSUM.test(name)));
}

function withoutObjectChecksum(request: S3Request): S3Request {
  const headers = Object.entries(request.headers).filter(
    ([name]) => !OBJECT_CHECKSUM.test(name) && name !== "x-amz-sdk-checksum-algorithm",
  );
  return { ...request, headers: Object.fromEntries(headers) };
}

function completedReply(object: StoredObject, bucket: string) {
  const { key, etag, checksum } = object;
  return xmlReply(
    xmlDocument(
      "CompleteMultipartUploadResult",
      textElements({
        Location: `https://${bucket}.s3.amazonaws.com/${encodeURIComponent(key)}`,
        Bucket: bucket,
        Key: key,
        ETag: quoted(etag),
        ...(checksum === undefined
          ? {}
          : { [checksumElement(checksum.algorithm)]: checksum.value, ChecksumType: checksum.type }),
      }),
    ),
    writtenHeaders(object),
  );
}
