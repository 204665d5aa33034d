import * as z from "zod";
import { AccessDenied, type Caller, ServiceError } from "../../service.ts";
import { authorizeVersion } from "../access.ts";
import { checksumAlgorithms } from "../checksum.ts";
import { deleteVersion } from "../delete-version.ts";
import { invalidRequest, malformedXml } from "../errors.ts";
import { checkKey } from "../key-rules.ts";
import { xmlReply } from "../list-answer.ts";
import type { Operation } from "../operation.ts";
import type { S3Request } from "../request.ts";
import { readXml } from "../request-xml.ts";
import type { S3 } from "../s3.ts";
import { element, textElements, xmlDocument } from "../xml.ts";

const Entry = z.strictObject({
  Key: z.string().min(1),
  VersionId: z.string().optional(),
  ETag: z.string().optional(),
});
const Deletes = z.strictObject({
  // S3 API reference, DeleteObjects: at most 1000 keys.
  Object: z.array(Entry).min(1).max(1000),
  Quiet: z.string().optional(),
});

export const deleteObjects: Operation = {
  method: "POST",
  on: "bucket",
  needs: ["delete"],
  async run(s3, request) {
    await s3.buckets.require(request.bucket);
    requireChecksum(request.headers);
    const deletes = await readXml(request, "Delete", ["Object"], Deletes);
    if (deletes === undefined) throw malformedXml();
    const results: string[] = [];
    for (const entry of deletes.Object) {
      const { error, xml } = await deleteOne(s3, request, entry);
      if (error || deletes.Quiet !== "true") results.push(xml);
    }
    return xmlReply(xmlDocument("DeleteResult", ...results));
  },
};

/** Each key succeeds or fails for itself. */
async function deleteOne(
  s3: S3,
  { bucket, caller, requestId }: S3Request,
  { Key, VersionId, ETag }: z.infer<typeof Entry>,
): Promise<{ error: boolean; xml: string }> {
  try {
    const address = { bucket, key: Key, versionId: VersionId };
    checkEntry(caller, address);
    const headers: Record<string, string> = ETag === undefined ? {} : { "if-match": ETag };
    const { versionId, deleteMarker } = await deleteVersion(s3, address, { requestId, headers });
    const xml = textElements({
      Key,
      VersionId,
      DeleteMarker: deleteMarker || undefined,
      DeleteMarkerVersionId: deleteMarker ? versionId : undefined,
    });
    return { error: false, xml: element("Deleted", xml) };
  } catch (error) {
    if (!(error instanceof ServiceError) && !(error instanceof AccessDenied)) throw error;
    const xml = textElements({ Key, VersionId, Code: error.name, Message: error.message });
    return { error: true, xml: element("Error", xml) };
  }
}

function checkEntry(
  caller: Caller,
  address: { bucket: string; key: string; versionId: string | undefined },
): void {
  authorizeVersion(caller, "s3:DeleteObject", address);
  checkKey(address.key);
}

/** A list of deletions that was garbled on its way would be a disaster, so S3 insists on a checksum. */
function requireChecksum(headers: Readonly<Record<string, string>>): void {
  const sent = [
    "content-md5",
    "x-amz-trailer",
    ...checksumAlgorithms.map((algorithm) => `x-amz-checksum-${algorithm}`),
  ];
  if (sent.every((name) => headers[name] === undefined)) {
    throw invalidRequest("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  }
}
