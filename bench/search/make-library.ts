import { PutVectorsCommand, type S3VectorsClient } from "@aws-sdk/client-s3vectors";
import { BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { batches, encodeVector } from "../../lambda/domain/embedding.ts";
import {
  indexIdOf,
  indexKey,
  indexListKeys,
  queryEmbeddingKey,
  segmentKey,
  vectorIndexName,
  vectorKey,
} from "../../lambda/keys.ts";
import type { EmbeddingModel } from "../../lambda/models.ts";
import { numbersFrom, unitVector, vectorNear } from "../classify/vectors.ts";
import { textVectors, topicVectors } from "./topics.ts";
import { AT, type MadeVideo, madeVideo, SEGMENT_SEC } from "./video-item.ts";

/** Of a video in one embedding option: ten minutes, as Marengo cuts them. */
export const SEGMENTS = 100;
/** Embedding options that are filled, and searched. */
export const OPTIONS = ["visual", "audio"] as const;
export const INDEX_ID = indexIdOf("bench");
/** Videos whose segments are in the table too, as those of all are in a library: a scan of chosen videos reads them. */
export const CHOSEN = 5;

export interface LibraryPlaces {
  readonly table: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly vectors: S3VectorsClient;
  readonly vectorBucketName: string;
}

/** PutVectors takes 500: whole videos of 100 segments. */
const VIDEOS_PER_WRITE = 5;

/**
 * Fills an index through the public services, with videos as the pipeline leaves them.
 * @param videos each of 100 segments in each option
 */
export async function makeLibrary(
  places: LibraryPlaces,
  model: EmbeddingModel,
  videos: number,
): Promise<void> {
  const next = numbersFrom(1);
  const topics = topicVectors(model.dimension);
  const index = { indexId: INDEX_ID, folder: "bench", name: "bench", createdAt: AT, updatedAt: AT };
  const texts = [...textVectors(model.dimension)].map(([text, vector]) => ({
    ...queryEmbeddingKey(model.key, text),
    type: "Embedding",
    embedding: encodeVector(vector),
    expiresAt: 4_102_444_800,
  }));
  await write(places, [
    { ...indexKey(INDEX_ID), ...indexListKeys(AT, INDEX_ID), type: "Index", ...index },
    ...texts,
  ]);
  const made = Array.from({ length: videos }, (_, at) => madeVideo(INDEX_ID, at, SEGMENTS, model));
  for (const some of batches(made, VIDEOS_PER_WRITE)) {
    await write(
      places,
      some.map(({ item }) => item),
    );
    for (const option of OPTIONS) {
      const segments = some.flatMap((video) => {
        const topic = topics[video.at % topics.length] ?? unitVector(model.dimension, next);
        return segmentsOf(video, option, topic, next);
      });
      await putVectors(places, model, option, segments);
      const kept = segments.filter(({ video }) => video.at < CHOSEN);
      await write(
        places,
        kept.map((segment) => segmentItem(segment, model)),
      );
    }
  }
}

interface MadeSegment {
  readonly video: MadeVideo;
  readonly segment: { readonly option: string; readonly scope: string; readonly startSec: number };
  readonly endSec: number;
  readonly vector: Float32Array;
}

function segmentsOf(
  video: MadeVideo,
  option: string,
  topic: Float32Array,
  next: () => number,
): MadeSegment[] {
  return Array.from({ length: SEGMENTS }, (_, n) => ({
    video,
    segment: { option, scope: "clip", startSec: n * SEGMENT_SEC },
    endSec: (n + 1) * SEGMENT_SEC,
    // Some segments of a video show what it is about, others hardly.
    vector: vectorNear(topic, next() * 0.6, next),
  }));
}

/** With the metadata that the pipeline gives them. */
async function putVectors(
  { vectors, vectorBucketName }: LibraryPlaces,
  model: EmbeddingModel,
  option: string,
  segments: readonly MadeSegment[],
): Promise<void> {
  await vectors.send(
    new PutVectorsCommand({
      vectorBucketName,
      indexName: vectorIndexName(model.shortName, option, model.dimension),
      vectors: segments.map(({ video: { videoId, runId }, segment, endSec, vector }) => ({
        key: vectorKey(videoId, runId, segment),
        // Four decimals: all digits of a hundred million numbers would take longer than all the rest.
        data: { float32: Array.from(vector, (value) => Math.round(value * 1e4) / 1e4) },
        metadata: {
          indexId: INDEX_ID,
          videoId,
          runId,
          scope: segment.scope,
          startSec: segment.startSec,
          endSec,
        },
      })),
    }),
  );
}

const segmentItem = ({ video, segment, endSec, vector }: MadeSegment, model: EmbeddingModel) => ({
  ...segmentKey(video.videoId, video.runId, segment),
  ...segment,
  endSec,
  type: "Segment",
  modelId: model.modelId,
  dimension: model.dimension,
  embedding: encodeVector(vector),
  norm: 1,
});

/** BatchWriteItem takes 25 items. */
async function write(
  { table, tableName }: LibraryPlaces,
  items: readonly Record<string, unknown>[],
): Promise<void> {
  for (const batch of batches(items, 25)) {
    const puts = batch.map((Item) => ({ PutRequest: { Item } }));
    await table.send(new BatchWriteCommand({ RequestItems: { [tableName]: puts } }));
  }
}
