import {
  type ChecksumAlgorithm,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";

/** Smallest upload part that need not be the last. */
export const MIN_PART = 5 * 1024 ** 2;

/** Starts an upload; the answer is the address of all that follows. */
export async function startUpload(
  client: S3Client,
  input: CreateMultipartUploadCommandInput,
): Promise<{ Bucket: string; Key: string; UploadId: string }> {
  const { UploadId = "" } = await client.send(new CreateMultipartUploadCommand(input));
  return { Bucket: input.Bucket ?? "", Key: input.Key ?? "", UploadId };
}

/** Sends one upload part and gives what the completion has to say of it. */
export async function sendPart(
  client: S3Client,
  upload: { Bucket: string; Key: string; UploadId: string },
  PartNumber: number,
  Body: Uint8Array | string,
  algorithm?: ChecksumAlgorithm,
): Promise<CompletedPart> {
  const chosen = algorithm === undefined ? {} : { ChecksumAlgorithm: algorithm };
  const sent = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body, ...chosen }));
  const { ETag, ChecksumCRC32, ChecksumCRC32C, ChecksumCRC64NVME, ChecksumSHA1, ChecksumSHA256 } = sent;
  return {
    PartNumber,
    ETag,
    ChecksumCRC32,
    ChecksumCRC32C,
    ChecksumCRC64NVME,
    ChecksumSHA1,
    ChecksumSHA256,
  };
}

export function completeUpload(
  client: S3Client,
  upload: { Bucket: string; Key: string; UploadId: string },
  Parts: CompletedPart[],
  more: { IfNoneMatch?: string; IfMatch?: string } = {},
) {
  return client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }));
}
