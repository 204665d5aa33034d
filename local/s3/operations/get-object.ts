import type { FileHandle } from "node:fs/promises";
import type { Reply } from "../../service.ts";
import { isNotModified, readConditions } from "../conditions.ts";
import { openObject } from "../find-object.ts";
import { objectHeaders, readChecksumHeaders } from "../object-headers.ts";
import type { Operation } from "../operation.ts";
import { parseRange } from "../range.ts";
import type { S3Request } from "../request.ts";
import { overrideParameters, responseOverrides } from "../response-overrides.ts";
import type { S3 } from "../s3.ts";
import type { StoredObject } from "../version.ts";

export const getObject: Operation = {
  method: "GET",
  on: "object",
  allows: ["versionId", ...overrideParameters],
  headers: [...readConditions, "x-amz-checksum-mode"],
  async run(s3, request) {
    const { bucket, key, query, caller } = request;
    const address = { bucket, key, versionId: query.get("versionId") };
    const { object, handle } = await openObject(s3, address, caller);
    let reply: Reply | undefined;
    try {
      reply = await answer(s3, request, object, handle);
      return reply;
    } finally {
      // A stream in the answer closes the file at its end.
      if (reply?.body === undefined) await handle.close();
    }
  },
};

async function answer(s3: S3, request: S3Request, object: StoredObject, handle: FileHandle): Promise<Reply> {
  const { headers, query } = request;
  const { versioning } = await s3.buckets.require(request.bucket);
  const described = { ...objectHeaders(object, versioning), ...responseOverrides(query) };
  if (isNotModified(headers, object)) return { status: 304, headers: described };
  const range = parseRange(headers["range"], object.size);
  const { start, end } = range ?? { start: 0, end: object.size - 1 };
  const replyHeaders = {
    ...described,
    ...readChecksumHeaders(object, headers["x-amz-checksum-mode"], range === undefined),
    ...(range === undefined ? {} : { "content-range": `bytes ${start}-${end}/${object.size}` }),
    "content-length": String(end - start + 1),
  };
  const status = range === undefined ? 200 : 206;
  if (object.size === 0) return { status, headers: replyHeaders };
  return { status, headers: replyHeaders, body: handle.createReadStream({ start, end }) };
}
