import { PutVectorsCommand, type S3VectorsClient } from "@aws-sdk/client-s3vectors";
import type { RunInput } from "../contracts/workflow.ts";
import { type EmbeddedSegment, vectorNumbers } from "../domain/embedding.ts";
import { vectorIndexName, vectorKey } from "../keys.ts";
import type { EmbeddingModel } from "../models.ts";
import type { SegmentIndex } from "../ports.ts";
import { storing } from "./service-errors.ts";

/** The vector indexes, one per embedding option of the model. */
export function s3VectorsIndex(
  client: S3VectorsClient,
  vectorBucketName: string,
  model: EmbeddingModel,
): SegmentIndex {
  return {
    put: (run, option, segments) =>
      storing("Writing vectors", async () => {
        const indexName = vectorIndexName(model.shortName, option, model.dimension);
        const vectors = segments.map((segment) => vectorOf(run, segment));
        await client.send(new PutVectorsCommand({ vectorBucketName, indexName, vectors }));
      }),
  };
}

function vectorOf({ videoId, runId, indexId }: RunInput, segment: EmbeddedSegment) {
  const { scope, startSec, endSec, vector } = segment;
  return {
    key: vectorKey(videoId, runId, segment),
    data: { float32: vectorNumbers(vector) },
    metadata: { indexId, videoId, runId, scope, startSec, endSec },
  };
}
