import { isNotModified, readConditions } from "../conditions.ts";
import { findObject } from "../find-object.ts";
import { objectHeaders, readChecksumHeaders } from "../object-headers.ts";
import type { Operation } from "../operation.ts";
import { parseRange } from "../range.ts";
import { overrideParameters, responseOverrides } from "../response-overrides.ts";

export const headObject: Operation = {
  method: "HEAD",
  on: "object",
  allows: ["versionId", ...overrideParameters],
  headers: [...readConditions, "x-amz-checksum-mode"],
  async run(s3, { bucket, key, query, headers, caller }) {
    const object = await findObject(s3, { bucket, key, versionId: query.get("versionId") }, caller);
    const { versioning } = await s3.buckets.require(bucket);
    const described = { ...objectHeaders(object, versioning), ...responseOverrides(query) };
    if (isNotModified(headers, object)) return { status: 304, headers: described };
    const range = parseRange(headers["range"], object.size);
    const length = range === undefined ? object.size : range.end - range.start + 1;
    return {
      status: range === undefined ? 200 : 206,
      headers: {
        ...described,
        ...readChecksumHeaders(object, headers["x-amz-checksum-mode"], range === undefined),
        ...(range === undefined
          ? {}
          : { "content-range": `bytes ${range.start}-${range.end}/${object.size}` }),
        "content-length": String(length),
      },
    };
  },
};
