import { type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type RunId, segmentPrefix, type VideoId, videoKey } from "../../keys.ts";
import type { StoredSegment, StoredSegments } from "../../query/ports.ts";
import { streaming } from "../service-errors.ts";

const SegmentItem = z.object({
  option: z.string(),
  scope: z.string(),
  startSec: z.number(),
  endSec: z.number(),
  embedding: z.instanceof(Uint8Array),
});

/** Segments as they are stored: a page of DynamoDB, at most 1 MB, is all that is held. */
export function dynamoDbStoredSegments(client: DynamoDBDocumentClient, tableName: string): StoredSegments {
  return {
    async *segments(videoId: VideoId, runId: RunId, option?: string): AsyncGenerator<StoredSegment> {
      const prefix = `${segmentPrefix(runId)}${option === undefined ? "" : `${option}#`}`;
      const pages = paginateQuery(
        { client },
        {
          TableName: tableName,
          KeyConditionExpression: "pk = :video AND begins_with(sk, :segments)",
          ExpressionAttributeValues: { ":video": videoKey(videoId).pk, ":segments": prefix },
        },
      );
      for await (const { Items = [] } of streaming("Reading segments", pages)) {
        for (const item of Items) yield SegmentItem.parse(item);
      }
    },
  };
}
