import { authorizeBucket } from "../access.ts";
import { currentObjects } from "../current-objects.ts";
import { invalidArgument } from "../errors.ts";
import { objectElement, ownerElement, xmlReply } from "../list-answer.ts";
import { commonPrefixElements, echoed, list, readEncoding, readLimit } from "../listing.ts";
import type { Operation } from "../operation.ts";
import { textElements, xmlDocument } from "../xml.ts";

export const listObjectsV2: Operation = {
  method: "GET",
  on: "bucket",
  needs: ["list-type=2"],
  allows: [
    "prefix",
    "delimiter",
    "max-keys",
    "continuation-token",
    "start-after",
    "encoding-type",
    "fetch-owner",
  ],
  async run(s3, { bucket, query, caller }) {
    const prefix = query.get("prefix") ?? "";
    authorizeBucket(caller, "s3:ListBucket", bucket, { "s3:prefix": prefix });
    await s3.buckets.require(bucket);
    const delimiter = query.get("delimiter") ?? "";
    const limit = readLimit(query, "max-keys");
    const text = readEncoding(query);
    const token = query.get("continuation-token");
    const startAfter = query.get("start-after") ?? "";
    const listing = await list({
      ...currentObjects(s3, bucket, prefix),
      from: token === undefined ? afterStart(startAfter) : readToken(token),
      prefix,
      delimiter,
      limit,
    });
    const owner = query.get("fetch-owner") === "true" ? { owner: ownerElement(s3.place) } : {};
    return xmlReply(
      xmlDocument(
        "ListBucketResult",
        textElements({
          Name: bucket,
          Prefix: text(prefix),
          Delimiter: echoed(delimiter, text),
          StartAfter: echoed(startAfter, text),
          ContinuationToken: token,
          NextContinuationToken: listing.next === undefined ? undefined : writeToken(listing.next),
          KeyCount: listing.items.length + listing.commonPrefixes.length,
          MaxKeys: limit,
          EncodingType: query.get("encoding-type"),
          IsTruncated: listing.next !== undefined,
        }),
        ...listing.items.map((object) => objectElement("Contents", object, text, owner)),
        commonPrefixElements(listing.commonPrefixes, text),
      ),
    );
  },
};

const afterStart = (key: string) => (key === "" ? "" : `${key}\0`);

/** Tokens are opaque to clients; the mark tells them from a key that somebody passes by mistake. */
const TOKEN_MARK = "1.";

const writeToken = (position: string) => TOKEN_MARK + Buffer.from(position).toString("base64url");

function readToken(token: string): string {
  const position = Buffer.from(token.slice(TOKEN_MARK.length), "base64url").toString();
  if (writeToken(position) === token) return position;
  throw invalidArgument("The continuation token provided is incorrect", "continuation-token", token);
}
