import { BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { batches, encodeVector } from "../../lambda/domain/embedding.ts";
import {
  byIndexKeys,
  type IndexId,
  indexIdOf,
  indexKey,
  type RunId,
  segmentKey,
  videoIdOf,
  videoKey,
} from "../../lambda/keys.ts";
import type { EmbeddingModel } from "../../lambda/models.ts";
import { numbersFrom, unitVector, vectorNear } from "./vectors.ts";

const SEGMENT_SEC = 6;
const AT = "2026-11-21T10:00:00.000Z";
export const INDEX_ID: IndexId = indexIdOf("bench");

export interface LibrarySize {
  readonly videos: number;
  /** Of one video in one embedding option. */
  readonly segments: number;
  readonly options: readonly string[];
}

/**
 * Fills the table with videos as the pipeline leaves them: each video is about one of the prompts, and its segments are
 * more or less like it.
 */
export async function makeLibrary(
  { client, name }: { readonly client: DynamoDBDocumentClient; readonly name: string },
  model: EmbeddingModel,
  prompts: readonly Float32Array[],
  { videos, segments, options }: LibrarySize,
): Promise<void> {
  const next = numbersFrom(1);
  const index = { indexId: INDEX_ID, folder: "bench", name: "bench", createdAt: AT, updatedAt: AT };
  await write(client, name, [{ ...indexKey(INDEX_ID), type: "Index", ...index }]);
  for (let at = 0; at < videos; at++) {
    const { item, runId } = videoItem(at, segments * SEGMENT_SEC, model);
    const about = prompts[at % prompts.length] ?? unitVector(model.dimension, next);
    const items = options.flatMap((option) =>
      Array.from({ length: segments }, (_, n) => {
        const segment = { option, scope: "clip", startSec: n * SEGMENT_SEC };
        return {
          ...segmentKey(item.videoId, runId, segment),
          ...segment,
          endSec: (n + 1) * SEGMENT_SEC,
          type: "Segment",
          modelId: model.modelId,
          dimension: model.dimension,
          embedding: encodeVector(vectorNear(about, next() * 0.5, next)),
        };
      }),
    );
    await write(client, name, [item, ...items]);
  }
}

function videoItem(at: number, durationSec: number, model: EmbeddingModel) {
  const key = `videos/bench/${at}.mp4`;
  const videoId = videoIdOf("bench", key);
  const runId = `run${at}` as RunId;
  const item = {
    ...videoKey(videoId),
    ...byIndexKeys(INDEX_ID, AT, videoId),
    type: "Video",
    ...{ videoId, indexId: INDEX_ID, bucket: "bench", key, versionId: "1", etag: "etag", sizeBytes: 1 },
    ...{
      sequencer: "0",
      status: "READY",
      reason: null,
      latestRunId: runId,
      currentRunId: runId,
      durationSec,
    },
    ...{ models: { embed: model.modelId }, createdAt: AT, updatedAt: AT },
  };
  return { item, runId };
}

/** BatchWriteItem takes 25 items. */
async function write(
  client: DynamoDBDocumentClient,
  name: string,
  items: readonly Record<string, unknown>[],
): Promise<void> {
  await Promise.all(
    batches(items, 25).map((batch) => {
      const puts = batch.map((Item) => ({ PutRequest: { Item } }));
      return client.send(new BatchWriteCommand({ RequestItems: { [name]: puts } }));
    }),
  );
}
