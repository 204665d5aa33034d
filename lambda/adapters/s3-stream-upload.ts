import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { partsOf } from "../domain/upload-parts.ts";
import type { StreamUpload } from "../ingest/fetch-ports.ts";
import { storing } from "./service-errors.ts";

/** Streams into one bucket: at most three parts are in memory, the one that is read and those of the one that is sent. */
export function s3StreamUpload(client: S3Client, bucket: string): StreamUpload {
  return {
    exists: (key) =>
      storing("Looking for the file", async () => {
        try {
          await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
          return true;
        } catch (error) {
          if (error instanceof NotFound) return false;
          throw error;
        }
      }),
    store: async (key, body, { contentType, metadata }) => {
      const headers = {
        ...(contentType === "" ? {} : { ContentType: contentType }),
        Metadata: { ...metadata },
      };
      const place = { Bucket: bucket, Key: key };
      const parts = partsOf(body);
      try {
        const first = (await parts.next()).value ?? new Uint8Array();
        const second = await parts.next();
        if (second.done === true) await sendWhole(client, { ...place, ...headers, Body: first });
        else await sendInParts(client, { ...place, ...headers }, [first, second.value], parts);
      } finally {
        // Lets go of the source when something else than it failed.
        await parts.return(undefined);
      }
    },
  };
}

const sendWhole = (client: S3Client, object: PutObjectCommandInput) =>
  storing("Storing the file", () => client.send(new PutObjectCommand(object)));

async function sendInParts(
  client: S3Client,
  object: CreateMultipartUploadCommandInput,
  begun: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
): Promise<void> {
  const { UploadId } = await storing("Storing the file", () =>
    client.send(new CreateMultipartUploadCommand(object)),
  );
  const upload = { Bucket: object.Bucket, Key: object.Key, UploadId };
  try {
    await sendParts(client, upload, begun, rest);
  } catch (error) {
    // Parts without an end are paid for; what cannot be aborted now is aborted by the bucket's lifecycle.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

type Upload = Pick<CreateMultipartUploadCommandInput, "Bucket" | "Key"> & {
  readonly UploadId: string | undefined;
};

/** One part is on its way while the next one is read. */
async function sendParts(
  client: S3Client,
  upload: Upload,
  begun: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
): Promise<void> {
  const Parts: { ETag: string | undefined; PartNumber: number }[] = [];
  let sending: Promise<void> = Promise.resolve();
  const send = async (Body: Uint8Array) => {
    await sending;
    const PartNumber = Parts.length + 1;
    const entry = { ETag: undefined as string | undefined, PartNumber };
    Parts.push(entry);
    sending = storing("Storing the file", async () => {
      entry.ETag = (await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }))).ETag;
    });
    // Its failure is met by whoever waits for it next; until then it is not one that nobody handles.
    sending.catch(() => undefined);
  };
  for (const part of begun) await send(part);
  for await (const part of rest) await send(part);
  await sending;
  await storing("Storing the file", () =>
    client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })),
  );
}
