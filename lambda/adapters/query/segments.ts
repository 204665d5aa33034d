import { type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { PermanentError } from "../../domain/errors.ts";
import { segmentsPrefix, videoKey } from "../../keys.ts";
import type { ClipSegments, Segments } from "../../query/ports.ts";
import { storing } from "../service-errors.ts";

/** The part of a segment item that comparing needs. */
const StoredClip = z.object({
  startSec: z.number(),
  endSec: z.number(),
  embedding: z.instanceof(Uint8Array),
});

/** The other attributes stay in the table: they would only be carried. */
const WANTED = StoredClip.keyof().options;

/**
 * Reads stored segments page by page (DynamoDB ends one after 1 MB) and keeps their vectors as the bytes that they are
 * stored as: four hours of video in one option are about 3 600 segments, or 7 MB.
 */
export function dynamoDbSegments(client: DynamoDBDocumentClient, tableName: string): Segments {
  return {
    clips: (videoId, runId, option) =>
      storing("Reading the segments of a video", async () => {
        const pages = paginateQuery(
          { client },
          {
            TableName: tableName,
            KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
            ProjectionExpression: WANTED.map((name) => `#${name}`).join(", "),
            ExpressionAttributeNames: Object.fromEntries(WANTED.map((name) => [`#${name}`, name])),
            ExpressionAttributeValues: {
              ":pk": videoKey(videoId).pk,
              ":prefix": segmentsPrefix(runId, option, "clip"),
            },
          },
        );
        const spans: { startSec: number; endSec: number }[] = [];
        const embeddings: Uint8Array[] = [];
        for await (const { Items = [] } of pages) {
          for (const item of Items) {
            const { startSec, endSec, embedding } = StoredClip.parse(item);
            spans.push({ startSec, endSec });
            embeddings.push(embedding);
          }
        }
        return { spans, embeddings: joined(embeddings) } satisfies ClipSegments;
      }),
  };
}

/** @throws PermanentError when the vectors are not of one length: as one piece they could not be told apart */
function joined(embeddings: readonly Uint8Array[]): Uint8Array {
  const bytes = embeddings[0]?.byteLength ?? 0;
  const all = new Uint8Array(bytes * embeddings.length);
  for (const [at, embedding] of embeddings.entries()) {
    if (embedding.byteLength !== bytes)
      throw new PermanentError("INTERNAL", "The stored segments of a video have different dimensions.");
    all.set(embedding, at * bytes);
  }
  return all;
}
