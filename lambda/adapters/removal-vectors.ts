import { DeleteVectorsCommand, NotFoundException, type S3VectorsClient } from "@aws-sdk/client-s3vectors";
import type { SegmentRef, Vectors } from "../catalog/remove-ports.ts";
import { type RunId, type VideoId, vectorIndexName, vectorKey } from "../keys.ts";
import { type EmbeddingModel, MODELS } from "../models.ts";
import { storing } from "./service-errors.ts";

/** The vectors of segments, in the indexes of the models that made them. */
export function s3VectorsRemoval(client: S3VectorsClient, vectorBucketName: string): Vectors {
  return {
    remove: (videoId, runId, segments) =>
      storing("Removing vectors", async () => {
        for (const [indexName, keys] of byIndex(videoId, runId, segments)) {
          try {
            await client.send(new DeleteVectorsCommand({ vectorBucketName, indexName, keys }));
          } catch (error) {
            // The deployment works with another model by now, and its old vector index is gone with all vectors.
            if (!(error instanceof NotFoundException)) throw error;
          }
        }
      }),
  };
}

function byIndex(videoId: VideoId, runId: RunId, segments: readonly SegmentRef[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const segment of segments) {
    const model = modelOf(segment.modelId);
    if (model === undefined) continue;
    const name = vectorIndexName(model.shortName, segment.option, model.dimension);
    const keys = groups.get(name) ?? [];
    groups.set(name, keys);
    keys.push(vectorKey(videoId, runId, segment));
  }
  return groups;
}

function modelOf(modelId: string): EmbeddingModel | undefined {
  const model = Object.values(MODELS).find((each) => each.modelId === modelId);
  return model?.family === "marengo" ? model : undefined;
}
