import { authorizeObject } from "../access.ts";
import type { Operation } from "../operation.ts";
import type { UploadPart } from "../upload-index.ts";
import { lockUpload } from "../upload-parts.ts";

export const abortMultipartUpload: Operation = {
  method: "DELETE",
  on: "object",
  needs: ["uploadId"],
  async run(s3, request) {
    const { bucket, key, query, caller } = request;
    authorizeObject(caller, "s3:AbortMultipartUpload", request);
    await s3.buckets.require(bucket);
    const uploadId = query.get("uploadId") ?? "";
    await lockUpload(s3, uploadId, async () => {
      const upload = await s3.uploads.require(bucket, key, uploadId);
      const parts: UploadPart[] = [];
      for await (const part of s3.uploads.parts(uploadId)) parts.push(part);
      await s3.store.write(s3.uploads.remove(upload, parts));
      await s3.bodies.remove(parts.map(({ file }) => file));
    });
    return { status: 204 };
  },
};
