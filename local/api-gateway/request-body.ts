import type { Call } from "../service.ts";
import { Refusal } from "./response-types.ts";

/** Limit of a request's body, in bytes: 10 MB (API Gateway's quotas for REST APIs). */
const MAX_BODY_BYTES = 10_485_760;

/** @throws Refusal REQUEST_TOO_LARGE for a body that says beforehand that it is too long */
export function refuseLongBody({ headers }: Call): void {
  if (Number(headers["content-length"] ?? 0) > MAX_BODY_BYTES) throw new Refusal("REQUEST_TOO_LARGE");
}

/**
 * Reads the body and never keeps more of it than the limit.
 * @throws Refusal REQUEST_TOO_LARGE
 */
export async function readBody({ body }: Call): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  // Reading stops by leaving the loop, which must not destroy the connection: the refusal is sent on it.
  for await (const part of body.iterator({ destroyOnReturn: false })) {
    size += (part as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new Refusal("REQUEST_TOO_LARGE");
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

/** Body as it stands in the proxy event: text, or base64 when its type is a binary one of the API. */
export function eventBody(
  body: Buffer,
  contentType: string | undefined,
  binaryMediaTypes: readonly string[],
) {
  if (body.length === 0) return { body: null, isBase64Encoded: false };
  const isBase64Encoded = isBinary(contentType, binaryMediaTypes);
  return { body: body.toString(isBase64Encoded ? "base64" : "utf8"), isBase64Encoded };
}

/** @param contentType value of a `Content-Type`, or the first of an `Accept` */
export function isBinary(contentType: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  const [type = ""] = (contentType ?? "").split(/[;,]/);
  const [main = "", sub = ""] = type.trim().toLowerCase().split("/");
  return binaryMediaTypes.some((pattern) => {
    const [wantedMain, wantedSub] = pattern.toLowerCase().split("/");
    return (wantedMain === "*" || wantedMain === main) && (wantedSub === "*" || wantedSub === sub);
  });
}
