import { authorizeObject } from "../access.ts";
import type { ChecksumAlgorithm } from "../checksum.ts";
import { invalidRequest } from "../errors.ts";
import { incomingBody } from "../incoming-body.ts";
import { ENCRYPTION_HEADER, quoted } from "../object-headers.ts";
import type { Operation } from "../operation.ts";
import type { Upload } from "../upload-index.ts";
import { readPartNumber, storePart } from "../upload-parts.ts";

export const uploadPart: Operation = {
  method: "PUT",
  on: "object",
  needs: ["partNumber", "uploadId"],
  async run(s3, request) {
    const { bucket, key, query, caller } = request;
    authorizeObject(caller, "s3:PutObject", request);
    await s3.buckets.require(bucket);
    const partNumber = readPartNumber(query.get("partNumber"));
    const upload = await s3.uploads.require(bucket, key, query.get("uploadId") ?? "");
    const announced = upload.checksum?.algorithm;
    const body = incomingBody(request, announced === undefined ? [] : [announced]);
    checkAlgorithm(upload, body.algorithm);
    const algorithm = announced ?? body.algorithm;
    const part = await storePart(s3, upload, partNumber, await s3.bodies.save(body), algorithm);
    const sent: Record<string, string> =
      part.checksum === undefined || body.algorithm === undefined
        ? {}
        : { [`x-amz-checksum-${part.checksum.algorithm}`]: part.checksum.value };
    return { status: 200, headers: { ...ENCRYPTION_HEADER, ...sent, etag: quoted(part.etag) } };
  },
};

/** A checksum of checksums needs one of the same kind from every part. */
function checkAlgorithm({ checksum }: Upload, sent: ChecksumAlgorithm | undefined): void {
  if (checksum === undefined || sent === checksum.algorithm) return;
  if (sent === undefined && checksum.type === "FULL_OBJECT") return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${checksum.algorithm}, actual checksum Type: ${sent ?? "null"}`,
  );
}
