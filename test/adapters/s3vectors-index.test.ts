import { GetVectorsCommand } from "@aws-sdk/client-s3vectors";
import { s3VectorsIndex } from "../../lambda/adapters/s3vectors-index.ts";
import { type EmbeddedSegment, normalise } from "../../lambda/domain/embedding.ts";
import { vectorKey } from "../../lambda/keys.ts";
import { embeddingModel } from "../../lambda/models.ts";
import { aRunInput } from "../factories.ts";
import { openTarget, type Target } from "../local/s3-vectors/target.ts";

const model = embeddingModel("marengo-3.0");
const run = aRunInput();

let target: Target;
beforeEach(async () => {
  target = await openTarget();
});
afterEach(() => target.close());

const segment = (change: Partial<EmbeddedSegment> = {}): EmbeddedSegment => ({
  option: "visual",
  scope: "clip",
  startSec: 6.5,
  endSec: 12,
  ...normalise(Array.from({ length: 512 }, (_, at) => Math.sin(at + 1))),
  ...change,
});
const index = () => s3VectorsIndex(target.client, target.vectorBucketName, model);
const stored = async (indexName: string, keys: string[]) => {
  const command = new GetVectorsCommand({
    vectorBucketName: target.vectorBucketName,
    ...{ indexName, keys },
    returnData: true,
    returnMetadata: true,
  });
  return (await target.client.send(command)).vectors ?? [];
};

describe("the segment index", () => {
  beforeEach(() => target.createIndex({ indexName: "me3-visual-512", dimension: 512 }));

  it("keeps a segment in the index of its model and option, with what a search needs", async () => {
    const key = vectorKey(run.videoId, run.runId, segment());
    expect(key).toBe(`${run.videoId}#${run.runId}#visual#clip#000006500`);
    await index().put(run, "visual", [segment()]);
    const [vector] = await stored("me3-visual-512", [key]);
    expect(vector?.metadata).toEqual({
      indexId: run.indexId,
      videoId: run.videoId,
      runId: run.runId,
      scope: "clip",
      startSec: 6.5,
      endSec: 12,
    });
    expect(Float32Array.from(vector?.data?.float32 ?? [])).toEqual(segment().vector);
  });

  it("overwrites a segment that is put again", async () => {
    await index().put(run, "visual", [segment()]);
    await index().put(run, "visual", [segment({ endSec: 13 })]);
    const found = await stored("me3-visual-512", [vectorKey(run.videoId, run.runId, segment())]);
    expect(found.map(({ metadata }) => metadata)).toMatchObject([{ endSec: 13 }]);
  });

  it("takes 500 segments in one call", async () => {
    const segments = Array.from({ length: 500 }, (_, at) =>
      segment({ startSec: at * 6, endSec: at * 6 + 6 }),
    );
    await index().put(run, "visual", segments);
    const last = segments.slice(-2).map((each) => vectorKey(run.videoId, run.runId, each));
    expect(await stored("me3-visual-512", last)).toHaveLength(2);
  });

  it("never puts a vector where those of another option or dimension are", async () => {
    await expect(index().put(run, "audio", [segment({ option: "audio" })])).rejects.toMatchObject({
      name: "NotFoundException",
    });
    const short = segment({ vector: Float32Array.of(1, 0) });
    await expect(index().put(run, "visual", [short])).rejects.toMatchObject({ name: "ValidationException" });
  });
});
