import type { ListingOf } from "./listing.ts";
import type { Sorted } from "./object-index.ts";
import type { S3 } from "./s3.ts";
import type { StoredObject } from "./version.ts";

/** What the two listings of current objects go through: keys whose newest version is no delete marker. */
export function currentObjects(
  s3: S3,
  bucket: string,
  prefix: string,
): Pick<ListingOf<StoredObject>, "entries" | "sortText"> {
  return {
    sortText: (key) => key,
    async *entries(from): AsyncGenerator<Sorted<StoredObject>> {
      for await (const [position, version] of s3.objects.currentFrom(bucket, prefix, from)) {
        if (version.kind === "object") yield [position, version];
      }
    },
  };
}
