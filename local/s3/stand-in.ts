import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { BusEvent, Call, Caller, Place, Reply, StandIn } from "../service.ts";
import type { Store } from "../store.ts";
import { authorizeObject } from "./access.ts";
import { bodiesIn } from "./bodies.ts";
import { bucketsIn, checkBucketName, type Versioning } from "./buckets.ts";
import { errorReply } from "./error-reply.ts";
import { accessDenied } from "./errors.ts";
import { findObject, type ObjectAddress } from "./find-object.ts";
import { checkKey } from "./key-rules.ts";
import { createLock } from "./lock.ts";
import { measureBody } from "./measured-body.ts";
import type { ObjectFile } from "./object-file.ts";
import { objectIndexIn } from "./object-index.ts";
import { openOutbox } from "./outbox.ts";
import { readRequest } from "./request.ts";
import { findOperation } from "./router.ts";
import type { S3 } from "./s3.ts";
import { openSequence } from "./sequence.ts";
import { storeObject } from "./store-object.ts";
import { uploadIndexIn } from "./upload-index.ts";
import type { StoredObject } from "./version.ts";

export interface S3Options {
  readonly store: Store;
  readonly clock: Clock;
  readonly place: Place;
  /** Delivers an event to the bus; called again with the same event when it rejects. */
  readonly emit: (event: BusEvent) => Promise<void>;
}

export interface BucketOptions {
  readonly name: string;
  readonly versioned: boolean;
  /** Whether changes are told to EventBridge. */
  readonly eventBridge: boolean;
}

/** S3 on the local disk, path style. */
export interface S3StandIn extends StandIn {
  /** Makes the bucket, or brings the one of an earlier start in line; its objects stay. */
  createBucket(options: BucketOptions): Promise<void>;
  /**
   * The file of an object version, for other stand-ins. It stays until that version is deleted or, without
   * versioning, overwritten.
   *
   * @throws AccessDenied; ServiceError `NoSuchBucket`, `NoSuchKey`, `NoSuchVersion`, `MethodNotAllowed`
   */
  open(address: ObjectAddress, caller: Caller): Promise<ObjectFile>;
  /**
   * Writes a small object as a PUT would: version, event and all.
   *
   * @throws AccessDenied; ServiceError `NoSuchBucket`, `KeyTooLongError`
   */
  put(
    address: { readonly bucket: string; readonly key: string },
    body: string | Uint8Array,
    contentType: string,
    caller: Caller,
  ): Promise<ObjectFile>;
  /** Delivers the events that an earlier process left, then each new one. */
  start(): void;
  /** Stops delivering; what is left stays in the store for the next start. */
  close(): Promise<void>;
}

export async function createS3({ store, clock, place, emit }: S3Options): Promise<S3StandIn> {
  const s3: S3 = {
    store,
    clock,
    place,
    bodies: bodiesIn(await store.folder("objects")),
    buckets: bucketsIn(store),
    objects: objectIndexIn(store),
    uploads: uploadIndexIn(store),
    outbox: openOutbox(store, clock, emit),
    lock: createLock(),
    nextSequencer: await openSequence(store, clock),
  };
  await sweepBodies(s3);
  return {
    handle: (call) => handle(s3, call),
    createBucket: (options) => createBucket(s3, options),
    open: async (address, caller) => objectFile(s3, address.bucket, await findObject(s3, address, caller)),
    put: (address, body, contentType, caller) => put(s3, address, body, contentType, caller),
    start: () => s3.outbox.start(),
    close: () => s3.outbox.close(),
  };
}

async function handle(s3: S3, call: Call): Promise<Reply> {
  const identification = {
    "x-amz-request-id": call.requestId,
    "x-amz-id-2": call.requestId,
    server: "AmazonS3",
  };
  const reply = await answer(s3, call).catch((error: unknown) => errorReply(error, call));
  return { ...reply, headers: { ...identification, ...reply.headers } };
}

async function answer(s3: S3, call: Call): Promise<Reply> {
  const request = readRequest(call, s3.clock.now());
  const operation = findOperation(request);
  const owner = request.headers["x-amz-expected-bucket-owner"];
  if (owner !== undefined && owner !== s3.place.account) throw accessDenied();
  return operation.run(s3, request);
}

function createBucket(s3: S3, { name, versioned, eventBridge }: BucketOptions): Promise<void> {
  checkBucketName(name);
  return s3.lock(name, async () => {
    const existing = await s3.buckets.find(name);
    // A bucket that once had versioning keeps its versions: it can only be suspended.
    const versioning: Versioning = versioned ? "Enabled" : existing?.versioning && "Suspended";
    await s3.buckets.put({
      name,
      createdMs: existing?.createdMs ?? s3.clock.now(),
      eventBridge,
      ...(versioning === undefined ? {} : { versioning }),
    });
  });
}

async function put(
  s3: S3,
  address: { readonly bucket: string; readonly key: string },
  body: string | Uint8Array,
  contentType: string,
  caller: Caller,
): Promise<ObjectFile> {
  authorizeObject(caller, "s3:PutObject", address);
  checkKey(address.key);
  await s3.buckets.require(address.bucket);
  const { size, md5, file } = await s3.bodies.save(measureBody(once(Buffer.from(body))));
  const attributes = { contentType, contentHeaders: {}, metadata: {} };
  try {
    const object = await storeObject(
      s3,
      { ...address, size, etag: md5, file, attributes, checksum: undefined },
      { reason: "PutObject", requestId: randomUUID(), headers: {} },
    );
    return objectFile(s3, address.bucket, object);
  } catch (error) {
    await s3.bodies.remove([file]);
    throw error;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function objectFile(s3: S3, bucket: string, object: StoredObject): ObjectFile {
  const { key, versionId, size, etag, contentType, metadata, lastModifiedMs, file } = object;
  return {
    bucket,
    key,
    versionId,
    size,
    etag,
    contentType,
    metadata,
    lastModifiedMs,
    path: s3.bodies.path(file),
  };
}

/** A process that was killed between a body and its record leaves a file that nobody knows. */
async function sweepBodies(s3: S3): Promise<void> {
  const keep = new Set<string>();
  for await (const file of s3.objects.files()) keep.add(file);
  for await (const file of s3.uploads.files()) keep.add(file);
  await s3.bodies.sweep(keep);
}
