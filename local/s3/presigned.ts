import { accessDenied, S3Error } from "./errors.ts";

/** Query parameters of Signature Version 2, which older clients still use for presigned URLs. */
const VERSION_2 = ["AWSAccessKeyId", "Signature", "Expires"];
/** Seven days: S3 API reference, "Authenticating Requests: Using Query Parameters". */
const MAX_EXPIRES_SEC = 604_800;
const AMZ = /^x-amz-/i;
/** Parameters of Signature Version 4 itself. */
const SIGNATURE =
  /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/i;
/**
 * S3 does not check a checksum that was fixed when the URL was made; the JavaScript SDK puts one there that belongs
 * to an empty body (aws/aws-sdk#480, aws/aws-sdk-go-v2#2610).
 */
const CHECKSUM = /^x-amz-(checksum-.*|sdk-checksum-algorithm)$/i;

/** Whether a query parameter only carries the signature, or a header in its place. */
export function isAuthorization(name: string): boolean {
  return AMZ.test(name) || VERSION_2.includes(name);
}

/** Headers that were moved into the query when the URL was presigned. */
export function hoistedHeaders(parameters: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...parameters]
      .filter(([name]) => AMZ.test(name) && !SIGNATURE.test(name) && !CHECKSUM.test(name))
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
}

/**
 * Holds a presigned URL against the clock. The signature is not checked: there is no secret to check it with.
 *
 * @throws S3Error `AccessDenied` when it has expired, `AuthorizationQueryParametersError` when it says no time
 */
export function checkPresigned(parameters: ReadonlyMap<string, string>, now: number): void {
  const expiresMs = expiry(parameters);
  if (expiresMs !== undefined && now > expiresMs) throw accessDenied("Request has expired");
}

function expiry(parameters: ReadonlyMap<string, string>): number | undefined {
  if (parameters.has("X-Amz-Signature")) {
    const signed = parseBasicTime(parameters.get("X-Amz-Date") ?? "");
    const seconds = Number(parameters.get("X-Amz-Expires") ?? Number.NaN);
    if (Number.isNaN(signed))
      throw badParameter("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
    if (!Number.isInteger(seconds)) throw badParameter("X-Amz-Expires should be a number");
    if (seconds < 0) throw badParameter("X-Amz-Expires must be non-negative");
    if (seconds > MAX_EXPIRES_SEC) {
      throw badParameter(
        "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
      );
    }
    return signed + seconds * 1000;
  }
  if (parameters.has("Signature")) {
    const seconds = Number(parameters.get("Expires") || Number.NaN);
    if (!Number.isInteger(seconds)) throw accessDenied("Invalid date (should be seconds since epoch)");
    return seconds * 1000;
  }
  return undefined;
}

const badParameter = (message: string) => new S3Error("AuthorizationQueryParametersError", message);

/** `20261121T082027Z` in milliseconds since 1970, or NaN. */
function parseBasicTime(text: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) return Number.NaN;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
