import "../patience.ts";
import { randomUUID } from "node:crypto";
import {
  AbortMultipartUploadCommand,
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
  type S3ServiceException,
} from "@aws-sdk/client-s3";
import { createCleanUp } from "../clean-up.ts";
import { remote } from "../serve.ts";
import { openLocal } from "./local-target.ts";

/** What a contract test runs against: the stand-in, or with `REMOTE=1` the account of the environment. */
export interface Target {
  readonly client: S3Client;
  readonly region: string;
  /** Makes a bucket with a name of its own. */
  newBucket(versioned?: "versioned"): Promise<string>;
  /** Removes everything that was made. */
  close(): Promise<void>;
}

export async function openTarget(): Promise<Target> {
  if (remote) return openRemote();
  const local = await openLocal();
  return {
    client: local.client,
    region: "us-east-1",
    newBucket: (versioned) => newBucket(local.client, "us-east-1", newName(), versioned),
    close: () => local.close(),
  };
}

async function openRemote(): Promise<Target> {
  const client = new S3Client({});
  const region = await client.config.region();
  const cleanUp = createCleanUp((name) => name === "NoSuchBucket");
  return {
    client,
    region,
    newBucket(versioned) {
      const name = newName();
      cleanUp.add(() => removeBucket(client, name));
      return newBucket(client, region, name, versioned);
    },
    async close() {
      await cleanUp.run();
      client.destroy();
    },
  };
}

const newName = () => `reelbase-test-${randomUUID()}`;

async function newBucket(
  client: S3Client,
  region: string,
  Bucket: string,
  versioned?: "versioned",
): Promise<string> {
  const LocationConstraint = region as BucketLocationConstraint;
  const configuration = region === "us-east-1" ? {} : { CreateBucketConfiguration: { LocationConstraint } };
  await client.send(new CreateBucketCommand({ Bucket, ...configuration }));
  if (versioned) {
    await client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }),
    );
  }
  return Bucket;
}

async function removeBucket(client: S3Client, Bucket: string): Promise<void> {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of Uploads) {
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket }),
    );
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) break;
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  }
  await client.send(new DeleteBucketCommand({ Bucket }));
}

/** Name and status of the error that the call must end with. */
export async function failure(call: Promise<unknown>): Promise<{ name: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    const { name, $metadata } = error as S3ServiceException;
    return { name, status: $metadata?.httpStatusCode };
  }
  throw new Error("the call succeeded");
}
