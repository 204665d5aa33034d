import { authorizeBucket } from "../access.ts";
import { invalidArgument } from "../errors.ts";
import { objectElement, ownerElement, xmlReply } from "../list-answer.ts";
import {
  commonPrefix,
  commonPrefixElements,
  echoed,
  type KeyText,
  list,
  listTime,
  readEncoding,
  readLimit,
} from "../listing.ts";
import type { Operation } from "../operation.ts";
import type { S3 } from "../s3.ts";
import { afterKey, afterPrefix, escapeKey, KEY_END } from "../sort-text.ts";
import type { Version } from "../version.ts";
import { element, textElement, textElements, xmlDocument } from "../xml.ts";

export const listObjectVersions: Operation = {
  method: "GET",
  on: "bucket",
  needs: ["versions"],
  allows: ["prefix", "delimiter", "max-keys", "key-marker", "version-id-marker", "encoding-type"],
  async run(s3, { bucket, query, caller }) {
    const prefix = query.get("prefix") ?? "";
    authorizeBucket(caller, "s3:ListBucketVersions", bucket, { "s3:prefix": prefix });
    await s3.buckets.require(bucket);
    const delimiter = query.get("delimiter") ?? "";
    const limit = readLimit(query, "max-keys");
    const text = readEncoding(query);
    const keyMarker = query.get("key-marker") ?? "";
    const versionMarker = query.get("version-id-marker") ?? "";
    const { items, commonPrefixes, next, last } = await list({
      entries: (from) => s3.objects.versionsFrom(bucket, escapeKey(prefix), from),
      sortText: escapeKey,
      from: await afterMarkers(s3, bucket, { keyMarker, versionMarker, prefix, delimiter }),
      prefix,
      delimiter,
      limit,
    });
    const elements = await versionElements(s3, bucket, items, text);
    return xmlReply(
      xmlDocument(
        "ListVersionsResult",
        textElements({
          Name: bucket,
          Prefix: text(prefix),
          KeyMarker: text(keyMarker),
          VersionIdMarker: versionMarker,
          NextKeyMarker: next === undefined ? undefined : echoed(keyOf(last), text),
          NextVersionIdMarker: next === undefined || typeof last === "string" ? undefined : last?.versionId,
          MaxKeys: limit,
          Delimiter: echoed(delimiter, text),
          EncodingType: query.get("encoding-type"),
          IsTruncated: next !== undefined,
        }),
        ...elements,
        commonPrefixElements(commonPrefixes, text),
      ),
    );
  },
};

const keyOf = (last: Version | string | undefined) => (typeof last === "string" ? last : last?.key);

async function versionElements(
  s3: S3,
  bucket: string,
  versions: readonly Version[],
  text: KeyText,
): Promise<string[]> {
  const owner = ownerElement(s3.place);
  const elements: string[] = [];
  for (const version of versions) {
    const newest = await s3.objects.current(bucket, version.key);
    const afterKey = textElements({
      VersionId: version.versionId,
      IsLatest: newest?.versionId === version.versionId,
    });
    if (version.kind === "object") {
      elements.push(objectElement("Version", version, text, { afterKey, owner }));
    } else {
      elements.push(
        element(
          "DeleteMarker",
          textElement("Key", text(version.key)),
          afterKey,
          textElement("LastModified", listTime(version.lastModifiedMs)),
          owner,
        ),
      );
    }
  }
  return elements;
}

interface Markers {
  readonly keyMarker: string;
  readonly versionMarker: string;
  readonly prefix: string;
  readonly delimiter: string;
}

/** A key marker alone skips all versions of the key, with a version marker those up to it. */
async function afterMarkers(s3: S3, bucket: string, markers: Markers): Promise<string> {
  const { keyMarker, versionMarker } = markers;
  if (versionMarker !== "") {
    if (keyMarker === "") {
      throw invalidArgument(
        "A version-id marker cannot be specified without a key marker.",
        "version-id-marker",
        versionMarker,
      );
    }
    const versions = `${escapeKey(keyMarker)}${KEY_END}`;
    for await (const [position, version] of s3.objects.versionsFrom(bucket, versions, versions)) {
      if (version.versionId === versionMarker) return `${position}\0`;
    }
  }
  if (keyMarker === "") return "";
  if (commonPrefix(keyMarker, markers) === keyMarker) return afterPrefix(escapeKey(keyMarker)) ?? keyMarker;
  return afterKey(keyMarker);
}
