import type { Readable } from "node:stream";
import type { Call, Caller } from "../service.ts";
import { S3Error } from "./errors.ts";
import { percentDecode } from "./percent.ts";
import { checkPresigned, hoistedHeaders, isAuthorization } from "./presigned.ts";

/** A call, read as S3 reads it. */
export interface S3Request {
  readonly method: string;
  /** Empty for the service itself. */
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  /** Decoded query parameters, without those that only authorize or label the request. */
  readonly query: ReadonlyMap<string, string>;
  /** Names in lower case; headers that a presigned URL carries as parameters are among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
  readonly caller: Caller;
  readonly requestId: string;
}

/** Label that the SDK puts into the URL for readers of logs. */
const OPERATION_LABEL = "x-id";

/**
 * @param now milliseconds since 1970, against which a presigned URL is held
 * @throws S3Error `InvalidURI`, or `AccessDenied` for a presigned URL that has expired
 */
export function readRequest(call: Call, now: number): S3Request {
  const { bucket, key } = readPath(call.path);
  const parameters = readQuery(call.query);
  checkPresigned(parameters, now);
  const query = new Map(
    [...parameters].filter(([name]) => !isAuthorization(name) && name !== OPERATION_LABEL),
  );
  const headers = { ...hoistedHeaders(parameters), ...call.headers };
  const { method, body, caller, requestId } = call;
  return { method, bucket, key, query, headers, body, caller, requestId };
}

/** Path style: `/bucket/key`. The first slash after the bucket is no part of the key, all others are. */
function readPath(path: string): { bucket: string; key: string } {
  const cut = path.indexOf("/", 1);
  const end = cut < 0 ? path.length : cut;
  return { bucket: decode(path.slice(1, end)), key: decode(path.slice(end + 1)) };
}

function readQuery(text: string): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const part of text.split("&")) {
    if (part === "") continue;
    const cut = part.includes("=") ? part.indexOf("=") : part.length;
    parameters.set(decodeParameter(part.slice(0, cut)), decodeParameter(part.slice(cut + 1)));
  }
  return parameters;
}

/** Unlike in the path, a plus in the query is a space. */
const decodeParameter = (text: string) => decode(text.replaceAll("+", "%20"));

function decode(text: string): string {
  try {
    return percentDecode(text);
  } catch {
    throw new S3Error("InvalidURI", "Couldn't parse the specified URI.");
  }
}
