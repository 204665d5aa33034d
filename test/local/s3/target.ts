import { randomUUID } from "node:crypto";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  S3Client,
  type S3ServiceException,
} from "@aws-sdk/client-s3";
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
    newBucket: (versioned) => newBucket(local.client, "us-east-1", versioned),
    close: () => local.close(),
  };
}

async function openRemote(): Promise<Target> {
  const client = new S3Client({});
  const region = await client.config.region();
  const buckets: string[] = [];
  return {
    client,
    region,
    async newBucket(versioned) {
      const name = await newBucket(client, region, versioned);
      buckets.push(name);
      return name;
    },
    async close() {
      for (const bucket of buckets) await removeBucket(client, bucket);
      client.destroy();
    },
  };
}

async function newBucket(client: S3Client, region: string, versioned?: "versioned"): Promise<string> {
  const Bucket = `reelbase-test-${randomUUID()}`;
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
