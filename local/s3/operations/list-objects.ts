import { authorizeBucket } from "../access.ts";
import { currentObjects } from "../current-objects.ts";
import { objectElement, ownerElement, xmlReply } from "../list-answer.ts";
import { commonPrefix, commonPrefixElements, echoed, list, readEncoding, readLimit } from "../listing.ts";
import type { Operation } from "../operation.ts";
import { afterPrefix } from "../sort-text.ts";
import { textElement, textElements, xmlDocument } from "../xml.ts";

/** The first version of the listing, which continues at a key instead of a token. */
export const listObjects: Operation = {
  method: "GET",
  on: "bucket",
  allows: ["prefix", "delimiter", "max-keys", "marker", "encoding-type"],
  async run(s3, { bucket, query, caller }) {
    const prefix = query.get("prefix") ?? "";
    authorizeBucket(caller, "s3:ListBucket", bucket, { "s3:prefix": prefix });
    await s3.buckets.require(bucket);
    const delimiter = query.get("delimiter") ?? "";
    const limit = readLimit(query, "max-keys");
    const text = readEncoding(query);
    const marker = query.get("marker") ?? "";
    const { items, commonPrefixes, next, last } = await list({
      ...currentObjects(s3, bucket, prefix),
      from: afterMarker(marker, prefix, delimiter),
      prefix,
      delimiter,
      limit,
    });
    const nextMarker = typeof last === "string" ? last : last?.key;
    return xmlReply(
      xmlDocument(
        "ListBucketResult",
        textElements({ Name: bucket, Prefix: text(prefix), Marker: text(marker) }),
        // Without a delimiter the last key of the page is the next marker, and S3 leaves it to the client.
        textElement(
          "NextMarker",
          next === undefined || delimiter === "" ? undefined : echoed(nextMarker, text),
        ),
        textElements({
          MaxKeys: limit,
          Delimiter: echoed(delimiter, text),
          EncodingType: query.get("encoding-type"),
          IsTruncated: next !== undefined,
        }),
        ...items.map((object) => objectElement("Contents", object, text, { owner: ownerElement(s3.place) })),
        commonPrefixElements(commonPrefixes, text),
      ),
    );
  },
};

/** A marker that is a common prefix stands for everything below it. */
function afterMarker(marker: string, prefix: string, delimiter: string): string {
  if (marker === "") return "";
  if (commonPrefix(marker, { prefix, delimiter }) === marker) return afterPrefix(marker) ?? marker;
  return `${marker}\0`;
}
