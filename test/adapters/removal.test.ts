import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { GetVectorsCommand } from "@aws-sdk/client-s3vectors";
import { s3UploadedVersions, s3WorkFiles } from "../../lambda/adapters/removal-files.ts";
import { s3VectorsRemoval } from "../../lambda/adapters/removal-vectors.ts";
import { s3VectorsIndex } from "../../lambda/adapters/s3vectors-index.ts";
import type { SegmentRef } from "../../lambda/catalog/remove-ports.ts";
import { normalise } from "../../lambda/domain/embedding.ts";
import { segmentKey, vectorKey } from "../../lambda/keys.ts";
import { embeddingModel } from "../../lambda/models.ts";
import { aRunInput } from "../factories.ts";
import { openTarget as openS3, type Target as S3Target } from "../local/s3/target.ts";
import { openTarget as openVectors } from "../local/s3-vectors/target.ts";

describe("files", () => {
  let target: S3Target;
  let bucket: string;
  beforeAll(async () => {
    target = await openS3();
  });
  beforeEach(async () => {
    bucket = await target.newBucket("versioned");
  });
  afterAll(() => target.close());
  const put = async (Key: string) =>
    (await target.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }))).VersionId ?? "";
  const versions = async () => {
    const { Versions = [], DeleteMarkers = [] } = await target.client.send(
      new ListObjectVersionsCommand({ Bucket: bucket }),
    );
    return [...Versions, ...DeleteMarkers].map(({ Key }) => Key).sort();
  };
  const KEY = "videos/holiday/beach.mp4";

  test("of a video go with all versions and delete markers, and no other key does", async () => {
    for (const key of [KEY, KEY, `${KEY}.bak`, "videos/holiday/beach"]) await put(key);
    await target.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: KEY }));
    const all = { markedAt: "2999-01-01T00:00:00.000Z", kept: undefined, removed: new Set<string>() };
    await s3UploadedVersions(target.client).remove(bucket, KEY, all);
    expect(await versions()).toEqual(["videos/holiday/beach", `${KEY}.bak`]);
    await s3UploadedVersions(target.client).remove(bucket, KEY, all);
  });

  test("that were uploaded since stay", async () => {
    const [old, kept] = [await put(KEY), await put(KEY)];
    const rule = { markedAt: "2999-01-01T00:00:00.000Z", kept, removed: new Set([old]) };
    await s3UploadedVersions(target.client).remove(bucket, KEY, rule);
    expect(await versions()).toEqual([KEY]);
    const { VersionId } = await target.client.send(new GetObjectCommand({ Bucket: bucket, Key: KEY }));
    expect(VersionId).toBe(kept);
  });

  test("below a prefix of the work bucket go, and those beside it stay", async () => {
    const work = await target.newBucket();
    for (const Key of ["answers/aa/1.json", "answers/aa/2.json", "answers/ab/1.json"])
      await target.client.send(new PutObjectCommand({ Bucket: work, Key, Body: "{}" }));
    await s3WorkFiles(target.client, work).remove("answers/aa/");
    await s3WorkFiles(target.client, work).remove("answers/none/");
    const { Versions = [] } = await target.client.send(new ListObjectVersionsCommand({ Bucket: work }));
    expect(Versions.map(({ Key }) => Key)).toEqual(["answers/ab/1.json"]);
  });
});

test("vectors go from the index of their model and option; an index that is gone is no error", async () => {
  const target = await openVectors();
  try {
    await target.createIndex({ indexName: "me3-visual-512", dimension: 512 });
    const run = aRunInput();
    const model = embeddingModel("marengo-3.0");
    const address = (startSec: number) => ({ option: "visual", scope: "clip", startSec });
    const segments = [0, 6].map((startSec) => ({
      ...address(startSec),
      endSec: startSec + 6,
      ...normalise(Array.from({ length: 512 }, () => 1)),
    }));
    await s3VectorsIndex(target.client, target.vectorBucketName, model).put(run, "visual", segments);
    const ref = (option: string, startSec: number, modelId = model.modelId): SegmentRef => ({
      ...address(startSec),
      option,
      modelId,
      key: segmentKey(run.videoId, run.runId, address(startSec)),
    });
    const gone = [ref("visual", 0), ref("audio", 0), ref("visual", 6, "a.model.of.the.past")];
    await s3VectorsRemoval(target.client, target.vectorBucketName).remove(run.videoId, run.runId, gone);
    const keys = [0, 6].map((startSec) => vectorKey(run.videoId, run.runId, address(startSec)));
    const { vectors = [] } = await target.client.send(
      new GetVectorsCommand({ vectorBucketName: target.vectorBucketName, indexName: "me3-visual-512", keys }),
    );
    expect(vectors.map(({ key }) => key)).toEqual([keys[1]]);
  } finally {
    await target.close();
  }
});
