import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectIdentifier,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { UploadedVersions, WorkFiles } from "../catalog/remove-ports.ts";
import { TemporaryError } from "../domain/errors.ts";
import { isRemovableVersion } from "../domain/removal.ts";
import { storing, streaming } from "./service-errors.ts";

/** The versions of one object. Delete markers are versions too. */
export function s3UploadedVersions(client: S3Client): UploadedVersions {
  return {
    remove: (bucket, key, removable) =>
      storing("Removing the file", async () => {
        let from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
        while (from !== undefined) {
          const page: ListObjectVersionsCommandOutput = await client.send(
            new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, ...from }),
          );
          const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
          const own = versions.filter(({ Key }) => Key === key);
          const gone = own.filter(({ VersionId = "null", LastModified }) =>
            isRemovableVersion({ versionId: VersionId, modifiedMs: LastModified?.getTime() ?? 0 }, removable),
          );
          await deleteObjects(
            client,
            bucket,
            gone.map(({ VersionId }) => ({ Key: key, VersionId })),
          );
          // The key itself comes first among all that begin with it.
          const isOver = page.IsTruncated !== true || own.length < versions.length;
          from = isOver
            ? undefined
            : { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
        }
      }),
  };
}

/** What the models answered and wrote. Whatever is overlooked expires by the bucket's lifecycle. */
export function s3WorkFiles(client: S3Client, bucket: string): WorkFiles {
  return {
    remove: async (prefix) => {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix });
      for await (const { Contents = [] } of streaming("Listing work files", pages)) {
        await storing("Removing work files", () =>
          deleteObjects(
            client,
            bucket,
            Contents.map(({ Key }) => ({ Key })),
          ),
        );
      }
    },
  };
}

/** A page of a listing has at most as many as one request deletes, 1 000. */
async function deleteObjects(
  client: S3Client,
  bucket: string,
  objects: readonly { readonly Key: string | undefined; readonly VersionId?: string | undefined }[],
): Promise<void> {
  const Objects = objects.filter((object): object is ObjectIdentifier => object.Key !== undefined);
  if (Objects.length === 0) return;
  const { Errors = [] } = await client.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
  );
  // Each object has its own outcome: the request succeeds although some of them stay.
  if (Errors.length > 0)
    throw new TemporaryError(
      "INTERNAL",
      `S3 left ${Errors.length} objects (${Errors[0]?.Code ?? "unknown"}).`,
    );
}
