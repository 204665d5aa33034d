import {
  QueryVectorsCommand,
  type QueryVectorsOutput,
  type S3VectorsClient,
} from "@aws-sdk/client-s3vectors";
import type { DocumentType } from "@smithy/types";
import * as z from "zod";
import { vectorNumbers } from "../../domain/embedding.ts";
import { type RunId, type VideoId, vectorIndexName } from "../../keys.ts";
import type { EmbeddingModel } from "../../models.ts";
import type { NearestQuestion, SegmentHit, VectorSearch } from "../../query/ports.ts";
import { storing } from "../service-errors.ts";

/** Results of one query over all its pages. The service gives 100 on a page, whatever is asked for. */
const TOP_K = 1000;

const id = <T extends string>() => z.string() as unknown as z.ZodType<T, T>;

/** What the pipeline stores with each vector. */
const Metadata = z.object({
  videoId: id<VideoId>(),
  runId: id<RunId>(),
  startSec: z.number(),
  endSec: z.number(),
});

/** The vector indexes of the library, one per embedding option of the model. */
export function vectorSearch(
  client: S3VectorsClient,
  vectorBucketName: string,
  model: EmbeddingModel,
): VectorSearch {
  return {
    async *nearest(question) {
      const query = {
        vectorBucketName,
        indexName: vectorIndexName(model.shortName, question.option, model.dimension),
        topK: TOP_K,
        queryVector: { float32: vectorNumbers(question.vector) },
        filter: filterOf(question),
        returnDistance: true,
        returnMetadata: true,
      };
      let nextToken: string | undefined;
      do {
        const page: QueryVectorsOutput = await storing("Searching the vectors", () =>
          client.send(new QueryVectorsCommand({ ...query, nextToken })),
        );
        yield* (page.vectors ?? []).map(hitOf);
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
    },
  };
}

function filterOf({ indexId, videoIds }: NearestQuestion): DocumentType {
  const conditions = [{ indexId: { $eq: indexId } }, { scope: { $eq: "clip" } }];
  return { $and: videoIds === undefined ? conditions : [...conditions, { videoId: { $in: [...videoIds] } }] };
}

function hitOf({
  distance,
  metadata,
}: {
  distance?: number | undefined;
  metadata?: DocumentType | undefined;
}): SegmentHit {
  return { ...Metadata.parse(metadata), similarity: similarityOf(z.number().parse(distance)) };
}

/** Of an index with the metric cosine. The only place that knows how the service counts. */
const similarityOf = (distance: number) => 1 - distance;
