import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { RunInput } from "../contracts/workflow.ts";
import type { ObjectStore, VideoObjects } from "../ports.ts";
import { storing } from "./service-errors.ts";

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
      storing(`Reading ${key}`, async () => (await body(key)) as AsyncIterable<Uint8Array> | undefined),
    exists: (key) =>
      storing(`Looking for ${key}`, async () => {
        const head = await orUndefined(() =>
          client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
        );
        return head !== undefined;
      }),
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
          if (isNamed(error, "PreconditionFailed", "ConditionalRequestConflict")) return false;
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
        const head = await orUndefined(() => client.send(new HeadObjectCommand(address)));
        if (head === undefined) return undefined;
        return {
          sizeBytes: head.ContentLength ?? 0,
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
