import type { Place } from "../service.ts";
import { checksumHeaders } from "./checksum.ts";
import { type KeyText, listTime } from "./listing.ts";
import { quoted } from "./object-headers.ts";
import type { StoredObject } from "./version.ts";
import { element, textElement, textElements } from "./xml.ts";

/** Everything belongs to the one account there is. */
export function ownerElement(place: Place, name = "Owner"): string {
  return element(name, textElement("ID", place.account), textElement("DisplayName", place.account));
}

/** An object or object version in a listing; `extra` comes after the key. */
export function objectElement(
  name: "Contents" | "Version",
  object: StoredObject,
  text: KeyText,
  extra: { readonly afterKey?: string; readonly owner?: string } = {},
): string {
  return element(
    name,
    textElement("Key", text(object.key)),
    extra.afterKey ?? "",
    textElements({
      LastModified: listTime(object.lastModifiedMs),
      ETag: quoted(object.etag),
      ChecksumAlgorithm: object.checksum?.algorithm.toUpperCase(),
      ChecksumType: checksumHeaders(object.checksum)["x-amz-checksum-type"],
      Size: object.size,
    }),
    extra.owner ?? "",
    textElement("StorageClass", "STANDARD"),
  );
}

export const xmlReply = (body: string, headers: Readonly<Record<string, string>> = {}) => ({
  status: 200,
  headers: { "content-type": "application/xml", ...headers },
  body,
});
