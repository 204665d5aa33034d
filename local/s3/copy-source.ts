import { invalidArgument } from "./errors.ts";
import type { ObjectAddress } from "./find-object.ts";
import { percentDecode } from "./percent.ts";

const VERSION = "?versionId=";

/**
 * Reads `x-amz-copy-source`: `[/]bucket/key[?versionId=…]`, percent-encoded. The version is cut off before
 * decoding, so an encoded question mark stays part of the key.
 *
 * @throws S3Error `InvalidArgument`
 */
export function readCopySource(header: string): ObjectAddress {
  const at = header.lastIndexOf(VERSION);
  const path = decode(at < 0 ? header : header.slice(0, at), header).replace(/^\//, "");
  const cut = path.indexOf("/");
  const bucket = path.slice(0, Math.max(cut, 0));
  const key = path.slice(cut + 1);
  if (bucket === "" || key === "") {
    throw invalidArgument(
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
      "x-amz-copy-source",
      header,
    );
  }
  return at < 0
    ? { bucket, key }
    : { bucket, key, versionId: decode(header.slice(at + VERSION.length), header) };
}

function decode(text: string, header: string): string {
  try {
    return percentDecode(text);
  } catch {
    throw invalidArgument("Invalid copy source encoding.", "x-amz-copy-source", header);
  }
}
