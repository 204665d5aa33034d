import { uploadKey, videoIdOf } from "../../../lambda/keys.ts";
import type { Api } from "../api.ts";
import { s3Client } from "../aws-clients.ts";
import { type AwsAccess, outputOf } from "../connection.ts";
import { findTask } from "../find-video.ts";
import type { CliIo } from "../io.ts";
import { metadataHeaders } from "../options/metadata.ts";
import { BegunUploads } from "./begun-upload.ts";
import { putFile } from "./put-file.ts";
import { isThere } from "./same-object.ts";
import { Slots } from "./slots.ts";
import type { UploadSettings, UploadWay } from "./upload-way.ts";

/** Straight into the videos bucket, in parts and with resume. */
export async function bucketUploads(
  aws: AwsAccess,
  api: Api,
  io: CliIo,
  { index, metadata, parts }: UploadSettings,
): Promise<UploadWay> {
  const bucket = outputOf(aws, "VideosBucket");
  const client = await s3Client(aws);
  const target = { client, begun: new BegunUploads(io.env), slots: new Slots(parts), signal: io.signal };
  const headers = metadataHeaders(metadata);
  return async (given, file, progress) => {
    const place = { bucket, key: uploadKey(index.folder, given.name) };
    const id = videoIdOf(bucket, place.key);
    const before = await findTask(api, id);
    // Of a failed one, uploading it again does what is missing; metadata come with an upload.
    const mayBeThere =
      before !== undefined && before.status !== "failed" && Object.keys(metadata).length === 0;
    if (mayBeThere && (await isThere(client, place, file, io.signal))) {
      progress.skipped();
      return { name: given.name, id };
    }
    await putFile(target, place, file, headers, progress);
    progress.uploaded();
    return { name: given.name, id, seenBefore: before?.updated_at };
  };
}
