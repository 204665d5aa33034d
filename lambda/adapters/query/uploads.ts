import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { UserMetadata } from "../../contracts/user-metadata.ts";
import { objectMetadata } from "../../domain/object-metadata.ts";
import type { Clock } from "../../ports.ts";
import type { Uploads } from "../../query/ports.ts";
import { storing } from "../service-errors.ts";

/** Long enough for gigabytes on a slow line; keys of a role live no longer than some hours anyway. */
const LINK_SECONDS = 3600;

/** Ways into the videos bucket. The event of the object does the rest, as for any other upload. */
export function s3Uploads(client: S3Client, bucket: string, clock: Clock): Uploads {
  return {
    bucket,
    put: (key, bytes, metadata) =>
      storing("Storing the upload", async () => {
        await client.send(
          new PutObjectCommand({ Bucket: bucket, Key: key, Body: bytes, Metadata: headersOf(metadata) }),
        );
      }),
    link: (key, metadata) =>
      storing("Making an upload link", async () => {
        const given = headersOf(metadata);
        const command = new PutObjectCommand({ Bucket: bucket, Key: key, Metadata: given });
        const names = Object.keys(given).map((name) => `x-amz-meta-${name}`);
        const url = await getSignedUrl(client, command, {
          expiresIn: LINK_SECONDS,
          // As headers that the caller sends: in the address they would not reach the object.
          unhoistableHeaders: new Set(names),
        });
        return {
          url,
          headers: Object.fromEntries(
            Object.entries(given).map(([name, value]) => [`x-amz-meta-${name}`, value]),
          ),
          expiresAt: new Date(clock.now() + LINK_SECONDS * 1000).toISOString(),
        };
      }),
  };
}

function headersOf(metadata: UserMetadata): Record<string, string> {
  const headers = objectMetadata(metadata);
  if (typeof headers === "string") throw new RangeError("metadata that was not checked before");
  return headers;
}
