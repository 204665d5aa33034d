import type { SavedBody } from "./bodies.ts";
import type { ChecksumAlgorithm } from "./checksum.ts";
import { checkCopyConditions } from "./conditions.ts";
import { accessDenied, invalidRequest, S3Error } from "./errors.ts";
import { type ObjectAddress, openObject } from "./find-object.ts";
import { measureBody } from "./measured-body.ts";
import type { ByteRange } from "./range.ts";
import type { S3Request } from "./request.ts";
import type { S3 } from "./s3.ts";
import type { StoredObject } from "./version.ts";

/** 5 GiB: S3 API reference, CopyObject; more needs UploadPartCopy. */
const MAX_COPY_BYTES = 5 * 1024 ** 3;

export interface CopyPlan {
  readonly source: ObjectAddress;
  /** Which bytes; all when undefined. */
  range(object: StoredObject): ByteRange | undefined;
  /** Checksum to compute; none when undefined. */
  algorithm(object: StoredObject): ChecksumAlgorithm | undefined;
}

/**
 * Copies the body of an object, or a range of it, into a file of its own.
 *
 * @throws AccessDenied; S3Error of `findObject`, `PreconditionFailed`, `InvalidRequest`
 */
export async function copyBody(
  s3: S3,
  request: S3Request,
  plan: CopyPlan,
): Promise<{ object: StoredObject; saved: SavedBody; algorithm: ChecksumAlgorithm | undefined }> {
  const owner = request.headers["x-amz-source-expected-bucket-owner"];
  if (owner !== undefined && owner !== s3.place.account) throw accessDenied();
  const { object, handle } = await openSource(s3, request, plan.source);
  try {
    checkCopyConditions(request.headers, object);
    const range = plan.range(object);
    const size = range === undefined ? object.size : range.end - range.start + 1;
    if (size > MAX_COPY_BYTES) {
      throw invalidRequest(
        `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_COPY_BYTES}`,
      );
    }
    const algorithm = plan.algorithm(object);
    const pieces = handle.createReadStream({ autoClose: false, ...range });
    const saved = await s3.bodies.save(measureBody(pieces, algorithm === undefined ? [] : [algorithm]));
    return { object, saved, algorithm };
  } finally {
    await handle.close();
  }
}

async function openSource(s3: S3, request: S3Request, source: ObjectAddress) {
  try {
    return await openObject(s3, source, request.caller);
  } catch (error) {
    if (!(error instanceof S3Error) || error.name !== "MethodNotAllowed") throw error;
    throw invalidRequest(
      "The source of a copy request may not specifically refer to a delete marker by version id.",
    );
  }
}
