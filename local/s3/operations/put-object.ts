import { authorizeObject } from "../access.ts";
import { checksumHeaders } from "../checksum.ts";
import { writeConditions } from "../conditions.ts";
import { readAttributes } from "../content-attributes.ts";
import { fullChecksum, incomingBody } from "../incoming-body.ts";
import { checkKey } from "../key-rules.ts";
import { quoted, writtenHeaders } from "../object-headers.ts";
import type { Operation } from "../operation.ts";
import { storeObject } from "../store-object.ts";

export const putObject: Operation = {
  method: "PUT",
  on: "object",
  headers: writeConditions,
  async run(s3, request) {
    const { bucket, key, caller, headers, requestId } = request;
    authorizeObject(caller, "s3:PutObject", request);
    checkKey(key);
    await s3.buckets.require(bucket);
    const attributes = readAttributes(headers);
    const body = incomingBody(request);
    const saved = await s3.bodies.save(body);
    const checksum = fullChecksum(saved, body.algorithm);
    const { size, md5: etag, file } = saved;
    try {
      const object = await storeObject(
        s3,
        { bucket, key, size, etag, file, attributes, checksum },
        { reason: "PutObject", requestId, headers },
      );
      return {
        status: 200,
        headers: { ...writtenHeaders(object), ...checksumHeaders(checksum), etag: quoted(etag) },
      };
    } catch (error) {
      await s3.bodies.remove([file]);
      throw error;
    }
  },
};
