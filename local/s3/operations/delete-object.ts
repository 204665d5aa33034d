import { authorizeVersion } from "../access.ts";
import { deleteVersion } from "../delete-version.ts";
import type { Operation } from "../operation.ts";

export const deleteObject: Operation = {
  method: "DELETE",
  on: "object",
  allows: ["versionId"],
  headers: ["if-match"],
  async run(s3, { bucket, key, query, headers, caller, requestId }) {
    const address = { bucket, key, versionId: query.get("versionId") };
    authorizeVersion(caller, "s3:DeleteObject", address);
    const { versionId, deleteMarker } = await deleteVersion(s3, address, { requestId, headers });
    return {
      status: 204,
      headers: {
        ...(versionId === undefined ? {} : { "x-amz-version-id": versionId }),
        ...(deleteMarker ? { "x-amz-delete-marker": "true" } : {}),
      },
    };
  },
};
