import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { type BedrockOptions, type BedrockStandIn, createBedrock } from "../../../local/bedrock/stand-in.ts";
import { type Clock, wallClock } from "../../../local/clock.ts";
import { type Caller, ServiceError } from "../../../local/service.ts";
import { openStore } from "../../../local/store.ts";
import { createCleanUp } from "../clean-up.ts";
import { developer, dummyCredentials, remote, serve } from "../serve.ts";

export const PEGASUS = "us.twelvelabs.pegasus-1-2-v1:0";
export const PEGASUS_15 = "us.twelvelabs.pegasus-1-5-v1:0";
export const MARENGO = "us.twelvelabs.marengo-embed-3-0-v1:0";
export const MARENGO_ASYNC = "twelvelabs.marengo-embed-3-0-v1:0";
export const MARENGO_27 = "us.twelvelabs.marengo-embed-2-7-v1:0";
export const MARENGO_27_ASYNC = "twelvelabs.marengo-embed-2-7-v1:0";
export const ACCOUNT = "123456789012";
const REGION = "us-east-1";

/** Where the contract tests run: the stand-in, or a bucket and the models of a real account. */
export interface BedrockTarget {
  readonly client: BedrockRuntimeClient;
  readonly bucket: string;
  /** Puts an object and gives its `s3://` URI. */
  put(key: string, body: string | Uint8Array): Promise<string>;
  /** The object's text, or undefined when it is not there. */
  read(key: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** A stand-in with everything around it, for what only a stand-in can be asked. */
export interface StandInTarget extends BedrockTarget {
  readonly standIn: BedrockStandIn;
  readonly writes: string[];
  /** A client whose calls come from `caller`. */
  clientOf(caller: Caller): Promise<BedrockRuntimeClient>;
  /** Ends the stand-in without a word to anybody, and starts another one on the same store. */
  restart(options?: Partial<BedrockOptions>): Promise<StandInTarget>;
}

/** The file of a sample clip. */
export function sample(name: string): Promise<Buffer> {
  return readFile(fileURLToPath(new URL(`../../../samples/${name}`, import.meta.url)));
}

export function bedrockTarget(): Promise<BedrockTarget> {
  return remote ? remoteTarget() : standInTarget();
}

export async function standInTarget(
  options: Partial<BedrockOptions> = {},
  dir?: string,
): Promise<StandInTarget> {
  const home = dir ?? (await mkdtemp(join(tmpdir(), "bedrock-")));
  const store = await openStore(join(home, "store"));
  const writes: string[] = [];
  const objects = folderObjects(home, writes);
  const clock: Clock = options.clock ?? wallClock();
  const place = options.place ?? { account: ACCOUNT, region: REGION };
  const standIn = await createBedrock({ store, place, objects, callers: () => developer, ...options, clock });
  await standIn.start();
  const closing: (() => Promise<void>)[] = [];
  const clientOf = async (caller: Caller) => {
    const port = await serve(standIn, caller);
    const client = new BedrockRuntimeClient({
      endpoint: port.endpoint,
      region: place.region,
      credentials: dummyCredentials,
      maxAttempts: 1,
    });
    closing.push(async () => {
      client.destroy();
      await port.close();
    });
    return client;
  };
  const end = async () => {
    for (const close of closing) await close();
    await standIn.close();
    await store.close();
  };
  return {
    client: await clientOf(developer),
    clientOf,
    standIn,
    writes,
    bucket: "media",
    async put(key, body) {
      await objects.put({ bucket: "media", key }, body, "video/mp4", developer);
      writes.length = 0;
      return `s3://media/${key}`;
    },
    read: (key) => readFile(pathOf(home, "media", key), "utf8").catch(() => undefined),
    async close() {
      await end();
      await rm(home, { recursive: true, force: true });
    },
    async restart(changed = {}) {
      await end();
      return standInTarget({ ...options, ...changed }, home);
    },
  };
}

/** Objects as plain files: as much of S3 as the stand-in needs. */
function folderObjects(home: string, writes: string[]): BedrockOptions["objects"] {
  return {
    async open({ bucket, key }, caller) {
      caller.authorize("s3:GetObject", `arn:aws:s3:::${bucket}/${key}`);
      const path = pathOf(home, bucket, key);
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) throw new ServiceError("NoSuchKey", "The specified key does not exist.", 404);
      const etag = createHash("md5")
        .update(await readFile(path))
        .digest("hex");
      return { path, size: found.size, etag, versionId: "null" };
    },
    async put({ bucket, key }, body, _contentType, caller) {
      caller.authorize("s3:PutObject", `arn:aws:s3:::${bucket}/${key}`);
      await writeFile(pathOf(home, bucket, key), body);
      writes.push(key);
    },
  };
}

const pathOf = (home: string, bucket: string, key: string) =>
  join(home, encodeURIComponent(`${bucket}/${key}`));

/** The ids of the models above are those of the profiles of the United States, and of their first region. */
const REMOTE_REGION = "us-east-1";

async function remoteTarget(): Promise<BedrockTarget> {
  const s3 = new S3Client({});
  if ((await s3.config.region()) !== REMOTE_REGION) {
    throw new Error(`REMOTE=1 needs ${REMOTE_REGION} in the environment variable AWS_REGION`);
  }
  const client = new BedrockRuntimeClient({ maxAttempts: 1 });
  const cleanUp = createCleanUp((name) => name === "NoSuchBucket");
  const bucket = `reelbase-test-${randomUUID()}`;
  cleanUp.add(() => removeBucket(s3, bucket));
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  return {
    client,
    bucket,
    async put(key, body) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
      return `s3://${bucket}/${key}`;
    },
    async read(key) {
      const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })).catch(() => undefined);
      return found?.Body?.transformToString();
    },
    async close() {
      await cleanUp.run();
      s3.destroy();
      client.destroy();
    },
  };
}

async function removeBucket(s3: S3Client, Bucket: string): Promise<void> {
  for (;;) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    if (Contents.length === 0) break;
    for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  }
  await s3.send(new DeleteBucketCommand({ Bucket }));
}
