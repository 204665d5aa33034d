import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import type { RunInput } from "../contracts/workflow.ts";
import { PermanentError, TemporaryError } from "../domain/errors.ts";
import type { ObjectStore, VideoObjects } from "../ports.ts";
import { storing, streaming } from "./service-errors.ts";

/** The work bucket. */
export function s3Objects(client: S3Client, bucket: string): ObjectStore {
  const body = async (key: string) => {
    const answer = await orUndefined(() => client.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
    return answer?.Body;
  };
  const put = (key: string, text: string, conditions: { IfNoneMatch?: string } = {}) =>
    client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: text,
        ContentType: "application/json",
        ...conditions,
      }),
    );
  return {
    getText: (key) => storing(`Reading ${key}`, async () => (await body(key))?.transformToString()),
    getStream: (key) =>
      storing(`Reading ${key}`, async () => {
        const chunks = (await body(key)) as AsyncIterable<Uint8Array> | undefined;
        return chunks === undefined ? undefined : streaming(`Reading ${key}`, chunks);
      }),
    exists: (key) =>
      storing(
        `Looking for ${key}`,
        async () => (await headOf(client, { Bucket: bucket, Key: key })) !== undefined,
      ),
    put: (key, text) =>
      storing(`Writing ${key}`, async () => {
        await put(key, text);
      }),
    putOnce: (key, text) =>
      storing(`Writing ${key}`, async () => {
        try {
          await put(key, text, { IfNoneMatch: "*" });
          return true;
        } catch (error) {
          if (isNamed(error, "PreconditionFailed")) return false;
          // Two at once: S3 does not say which of them stands, or whether one does.
          if (isNamed(error, "ConditionalRequestConflict"))
            throw new TemporaryError("INTERNAL", `Writing ${key} met another write.`, { cause: error });
          throw error;
        }
      }),
  };
}

/** The versions of uploaded objects, read in ranges: a probe needs some kilobytes of a file of gigabytes. */
export function s3Videos(client: S3Client): VideoObjects {
  return {
    open: (run) =>
      storing("Reading the video", async () => {
        const address = addressOf(run);
        const head = await headOf(client, address);
        if (head === undefined) return undefined;
        return {
          sizeBytes: head.ContentLength ?? 0,
          metadata: head.Metadata ?? {},
          read: (start, end) => readRange(client, address, start, end),
        };
      }),
  };
}

type Address = { Bucket: string; Key: string; VersionId?: string };

/** S3 calls the version of an unversioned object `null`; asking for it by that name is not allowed everywhere. */
function addressOf({ bucket, key, versionId }: RunInput): Address {
  return { Bucket: bucket, Key: key, ...(versionId === "null" ? {} : { VersionId: versionId }) };
}

function readRange(client: S3Client, address: Address, start: number, end: number): Promise<Uint8Array> {
  return storing("Reading the video", async () => {
    const answer = await client.send(
      new GetObjectCommand({ ...address, Range: `bytes=${start}-${end - 1}` }),
    );
    return (await answer.Body?.transformToByteArray()) ?? new Uint8Array();
  });
}

/** The answer to a HEAD has no body: of a denial it gives the status alone, so that what was denied is said here. */
async function headOf(client: S3Client, address: Address) {
  try {
    return await orUndefined(() => client.send(new HeadObjectCommand(address)));
  } catch (error) {
    if (!(error instanceof S3ServiceException) || error.$metadata.httpStatusCode !== FORBIDDEN) throw error;
    const action = address.VersionId === undefined ? "s3:GetObject" : "s3:GetObjectVersion";
    const resource = `arn:aws:s3:::${address.Bucket}/${address.Key}`;
    throw new PermanentError("ACCESS_DENIED", `S3 denied ${action} on ${resource}.`, { cause: error });
  }
}

const FORBIDDEN = 403;

/** Undefined for a key or version that is not there. */
async function orUndefined<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isNamed(error, "NoSuchKey", "NotFound", "NoSuchVersion")) return undefined;
    throw error;
  }
}

const isNamed = (error: unknown, ...names: readonly string[]) =>
  error instanceof Error && names.includes(error.name);
