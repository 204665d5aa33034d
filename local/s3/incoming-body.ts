import { decodeAwsChunked } from "./aws-chunked.ts";
import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumBytes,
  parseAlgorithm,
} from "./checksum.ts";
import { incompleteBody, invalidRequest, S3Error } from "./errors.ts";
import { type Measure, type MeasuredBody, measureBody } from "./measured-body.ts";
import type { S3Request } from "./request.ts";

/** The body of a request, held against everything that its headers and trailers say of it. */
export interface IncomingBody extends MeasuredBody {
  /** Algorithm of the checksum that the client sent along, if any. */
  readonly algorithm: ChecksumAlgorithm | undefined;
}

/** 5 GiB: S3 user guide, "Uploading objects"; more needs a multipart upload. */
const MAX_BODY_BYTES = 5 * 1024 ** 3;
const CHECKSUM = "x-amz-checksum-";
const SHA256_HEX = /^[0-9a-f]{64}$/;
const MD5_BYTES = 16;

/**
 * @param compute further checksum algorithms whose result is wanted in the measure
 * @throws S3Error at once when the headers contradict themselves; `finish` throws when the body does not fit them
 */
export function incomingBody(request: S3Request, compute: readonly ChecksumAlgorithm[] = []): IncomingBody {
  const { headers } = request;
  const hash = headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD";
  const streaming = hash.startsWith("STREAMING-");
  if (!streaming && hash !== "UNSIGNED-PAYLOAD" && !SHA256_HEX.test(hash)) throw badPayloadHash();
  const size = declaredSize(headers, streaming);
  const md5 = declaredMd5(headers["content-md5"]);
  const checksum = declaredChecksum(headers);

  // A body that is left unread must not take the connection with it: the answer still has to go out.
  const source = request.body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  const chunked = streaming || /\baws-chunked\b/.test(headers["content-encoding"] ?? "");
  const decoded = chunked
    ? decodeAwsChunked(source)
    : { pieces: source, trailers: new Map<string, string>() };
  const algorithms: ChecksumAlgorithm[] = [...compute];
  if (checksum !== undefined) algorithms.push(checksum.algorithm);
  if (SHA256_HEX.test(hash)) algorithms.push("sha256");
  const measured = measureBody(withoutExcess(decoded.pieces, size), algorithms);
  return {
    pieces: measured.pieces,
    algorithm: checksum?.algorithm,
    finish() {
      const measure = measured.finish();
      if (measure.size !== size) throw incompleteBody();
      if (SHA256_HEX.test(hash) && measure.checksums.get("sha256")?.toString("hex") !== hash)
        throw hashMismatch();
      if (md5 !== undefined && measure.md5 !== md5) throw badMd5();
      if (checksum !== undefined) {
        const value = checksum.value ?? decoded.trailers.get(CHECKSUM + checksum.algorithm);
        verifyChecksum(checksum.algorithm, value, measure);
      }
      return measure;
    },
  };
}

/** The checksum to store with a whole body. */
export function fullChecksum(
  measure: Measure,
  algorithm: ChecksumAlgorithm | undefined,
): Checksum | undefined {
  const value = algorithm === undefined ? undefined : measure.checksums.get(algorithm);
  if (algorithm === undefined || value === undefined) return undefined;
  return { algorithm, value: value.toString("base64"), type: "FULL_OBJECT" };
}

/** Stops at once instead of filling the disk with what will be refused anyway. */
async function* withoutExcess(pieces: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const piece of pieces) {
    seen += piece.length;
    if (seen > size) throw incompleteBody();
    yield piece;
  }
}

function declaredSize(headers: Readonly<Record<string, string>>, streaming: boolean): number {
  const decodedLength = headers["x-amz-decoded-content-length"];
  const unknown = streaming || headers["transfer-encoding"] !== undefined;
  const text = decodedLength ?? (unknown ? undefined : (headers["content-length"] ?? "0"));
  if (text === undefined) {
    throw new S3Error("MissingContentLength", "You must provide the Content-Length HTTP header.", 411);
  }
  if (!/^\d{1,15}$/.test(text)) throw invalidRequest("The length of the request body is not a number.");
  const size = Number(text);
  if (size > MAX_BODY_BYTES) {
    throw new S3Error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400, {
      fields: { ProposedSize: size, MaxSizeAllowed: MAX_BODY_BYTES },
    });
  }
  return size;
}

/** @returns hex */
function declaredMd5(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const bytes = Buffer.from(header, "base64");
  if (bytes.length !== MD5_BYTES) {
    throw new S3Error("InvalidDigest", "The Content-MD5 you specified was invalid.");
  }
  return bytes.toString("hex");
}

/** @returns undefined `value`: it comes as a trailer */
function declaredChecksum(
  headers: Readonly<Record<string, string>>,
): { algorithm: ChecksumAlgorithm; value?: string } | undefined {
  const sent = checksumAlgorithms.filter((algorithm) => headers[CHECKSUM + algorithm] !== undefined);
  const trailer = headers["x-amz-trailer"]?.trim().toLowerCase();
  if (sent.length + (trailer === undefined ? 0 : 1) > 1) {
    throw invalidRequest(
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  }
  if (trailer !== undefined) {
    const algorithm = trailer.startsWith(CHECKSUM)
      ? parseAlgorithm(trailer.slice(CHECKSUM.length))
      : undefined;
    if (algorithm === undefined)
      throw invalidRequest("The value specified in the x-amz-trailer header is not supported");
    return { algorithm };
  }
  const [algorithm] = sent;
  if (algorithm === undefined) {
    if (headers["x-amz-sdk-checksum-algorithm"] === undefined) return undefined;
    throw invalidRequest(
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.",
    );
  }
  return { algorithm, value: headers[CHECKSUM + algorithm] ?? "" };
}

function verifyChecksum(algorithm: ChecksumAlgorithm, value: string | undefined, measure: Measure): void {
  if (value === undefined || Buffer.from(value, "base64").length !== checksumBytes[algorithm]) {
    throw invalidRequest(`Value for ${CHECKSUM}${algorithm} header is invalid.`);
  }
  if (measure.checksums.get(algorithm)?.toString("base64") !== value) {
    throw new S3Error(
      "BadDigest",
      `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    );
  }
}

const badPayloadHash = () =>
  invalidRequest(
    "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
  );

const hashMismatch = () =>
  new S3Error(
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );

const badMd5 = () =>
  new S3Error("BadDigest", "The Content-MD5 you specified did not match what we received.");
