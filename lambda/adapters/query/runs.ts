import { type DynamoDBDocumentClient, paginateQuery } from "@aws-sdk/lib-dynamodb";
import { RunItem } from "../../contracts/items.ts";
import { RUNS_PREFIX, videoKey } from "../../keys.ts";
import type { Runs } from "../../query/ports.ts";
import { streaming } from "../service-errors.ts";

/** The runs of a video in the catalog's table. */
export function dynamoDbRuns(client: DynamoDBDocumentClient, TableName: string): Runs {
  return {
    async *ofVideo(videoId) {
      const pages = paginateQuery(
        { client },
        {
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: "pk = :pk AND begins_with(sk, :runs)",
          ExpressionAttributeValues: { ":pk": videoKey(videoId).pk, ":runs": RUNS_PREFIX },
        },
      );
      for await (const { Items = [] } of streaming("Listing runs", pages))
        for (const item of Items) yield RunItem.parse(item);
    },
  };
}
