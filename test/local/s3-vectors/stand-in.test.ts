import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { wallClock } from "../../../local/clock.ts";
import { createS3Vectors, type S3VectorsStandIn } from "../../../local/s3-vectors/stand-in.ts";
import { AccessDenied, type Caller } from "../../../local/service.ts";
import { openStore, type Store } from "../../../local/store.ts";
import { developer, serve } from "../serve.ts";
import { errorOf, place } from "./target.ts";

const bucketArn = "arn:aws:s3vectors:eu-west-1:111122223333:bucket/segments";
const indexArn = `${bucketArn}/index/visual`;
const address = { vectorBucketName: "segments", indexName: "visual" };
const options = {
  ...address,
  dimension: 2,
  distanceMetric: "cosine" as const,
  nonFilterableMetadataKeys: ["text"],
};
const vectors = [{ key: "a", data: { float32: [1, 0] }, metadata: { n: 1 } }];
const query = { ...address, topK: 1, queryVector: { float32: [1, 0] } };

let dir: string;
let store: Store;
let standIn: S3VectorsStandIn;

async function open(): Promise<void> {
  store = await openStore(dir);
  standIn = await createS3Vectors({ store, clock: wallClock(), place });
}
async function close(): Promise<void> {
  await standIn.close();
  await store.close();
}
const run = (operation: string, input: object, caller: Caller = developer) =>
  standIn.execute(operation, input, caller);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "s3-vectors-"));
  await open();
  await standIn.createVectorBucket({ name: "segments" });
  await standIn.createIndex(options);
});
afterEach(async () => {
  await close();
  await rm(dir, { recursive: true, force: true });
});

describe("restart", () => {
  it("keeps buckets, indexes and vectors", async () => {
    await run("PutVectors", { ...address, vectors });
    await close();
    await open();
    expect(await standIn.createVectorBucket({ name: "segments" })).toEqual({ arn: bucketArn });
    expect(await standIn.createIndex(options)).toEqual({ arn: indexArn });
    expect(await run("QueryVectors", { ...query, returnMetadata: true })).toEqual({
      vectors: [{ key: "a", metadata: { n: 1 } }],
      distanceMetric: "cosine",
    });
  });

  it.each([
    { ...options, dimension: 3 },
    { ...options, distanceMetric: "euclidean" },
    { ...options, nonFilterableMetadataKeys: [] },
  ])("does not take another index for the same: %j", async (other) => {
    expect((await errorOf(standIn.createIndex(other))).name).toBe("ConflictException");
  });
});

describe("rights", () => {
  it.each<[string, object, string[]]>([
    [
      "CreateVectorBucket",
      { vectorBucketName: "other" },
      [`CreateVectorBucket ${bucketArn.replace("segments", "other")}`],
    ],
    ["GetVectorBucket", { vectorBucketName: "segments" }, [`GetVectorBucket ${bucketArn}`]],
    ["GetVectorBucket", { vectorBucketArn: bucketArn }, [`GetVectorBucket ${bucketArn}`]],
    ["ListVectorBuckets", {}, ["ListVectorBuckets *"]],
    ["ListIndexes", { vectorBucketName: "segments" }, [`ListIndexes ${bucketArn}`]],
    ["GetIndex", { indexArn }, [`GetIndex ${indexArn}`]],
    ["PutVectors", { ...address, vectors }, [`PutVectors ${indexArn}`]],
    ["GetVectors", { ...address, keys: ["a"] }, [`GetVectors ${indexArn}`]],
    ["DeleteVectors", { ...address, keys: ["a"] }, [`DeleteVectors ${indexArn}`]],
    ["ListVectors", address, [`ListVectors ${indexArn}`]],
    ["ListVectors", { ...address, returnData: true }, [`ListVectors ${indexArn}`, `GetVectors ${indexArn}`]],
    ["QueryVectors", query, [`QueryVectors ${indexArn}`]],
    [
      "QueryVectors",
      { ...query, returnMetadata: true },
      [`QueryVectors ${indexArn}`, `GetVectors ${indexArn}`],
    ],
    ["QueryVectors", { ...query, filter: { n: 1 } }, [`QueryVectors ${indexArn}`, `GetVectors ${indexArn}`]],
    ["DeleteIndex", address, [`DeleteIndex ${indexArn}`]],
  ])("%s %j needs %j", async (operation, input, needed) => {
    const asked: string[] = [];
    const noting: Caller = {
      name: "noting",
      authorize: (action, resource) => {
        asked.push(`${action.replace("s3vectors:", "")} ${resource}`);
      },
    };
    await run(operation, input, noting);
    expect(asked).toEqual(needed);
  });
});

describe("the wire", () => {
  const send = async (path: string, body: string, init: RequestInit = {}, caller: Caller = developer) => {
    const port = await serve(standIn, caller);
    const response = await fetch(`${port.endpoint}${path}`, { method: "POST", body, ...init });
    const answer = (await response.json()) as Record<string, unknown>;
    await port.close();
    return { status: response.status, name: response.headers.get("x-amzn-errortype"), answer };
  };

  it("answers a missing right with 403 and changes nothing", async () => {
    const reader: Caller = {
      name: "reader",
      authorize: (action, resource) => {
        throw new AccessDenied("reader", action, resource);
      },
    };
    const { status, name } = await send("/PutVectors", JSON.stringify({ ...address, vectors }), {}, reader);
    expect([status, name]).toEqual([403, "AccessDeniedException"]);
    expect(await run("ListVectors", address)).toEqual({ vectors: [] });
  });

  it("refuses a body of more than 20 MiB", async () => {
    const { status, name } = await send("/PutVectors", `"${"x".repeat(20 * 1024 * 1024)}"`);
    expect([status, name]).toEqual([400, "ValidationException"]);
  });

  it.each([
    ["an operation that it does not know", "/MergeIndexes", "{}", "UnknownOperationException", 404],
    ["tags", "/tags/arn", "{}", "UnknownOperationException", 404],
    ["a body that is no JSON", "/PutVectors", "{", "SerializationException", 400],
    ["a body that is no object", "/PutVectors", "[]", "ValidationException", 400],
    [
      "a field that it does not know",
      "/QueryVectors",
      JSON.stringify({ ...query, efSearch: 7 }),
      "ValidationException",
      400,
    ],
    [
      "two ways to say which index",
      "/GetIndex",
      JSON.stringify({ ...address, indexArn }),
      "ValidationException",
      400,
    ],
    ["no index", "/GetIndex", "{}", "ValidationException", 400],
    [
      "an index of another account",
      "/GetIndex",
      JSON.stringify({ indexArn: indexArn.replace("111122223333", "999999999999") }),
      "NotFoundException",
      404,
    ],
  ])("refuses %s", async (_, path, body, name, status) => {
    expect(await send(path, body)).toMatchObject({ status, name });
  });

  it("gives the time of creation as a number", async () => {
    const { answer } = await send("/GetIndex", JSON.stringify(address));
    expect(typeof (answer["index"] as Record<string, unknown>)["creationTime"]).toBe("number");
  });
});
