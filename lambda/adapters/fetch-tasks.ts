import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { FetchTasks } from "../ingest/fetch-ports.ts";
import { byStatusKeys, taskKey } from "../keys.ts";
import { held } from "./catalog/conditions.ts";
import { setting } from "./catalog/expressions.ts";
import { TASK_LISTS } from "./query/tasks.ts";
import { storing } from "./service-errors.ts";

/** What the fetch function says of tasks. A task that was removed meanwhile stays removed. */
export function dynamoDbFetchTasks(client: DynamoDBDocumentClient, tableName: string): FetchTasks {
  const there = "attribute_exists(pk)";
  return {
    begun: (videoId, at) =>
      storing("Counting an attempt", async () => {
        try {
          const { Attributes } = await client.send(
            new UpdateCommand({
              TableName: tableName,
              Key: taskKey(videoId),
              UpdateExpression: "SET attempts = attempts + :one, updatedAt = :at",
              ConditionExpression: there,
              ExpressionAttributeValues: { ":one": 1, ":at": at },
              ReturnValues: "UPDATED_NEW",
            }),
          );
          return Number(Attributes?.["attempts"]);
        } catch (error) {
          if (error instanceof ConditionalCheckFailedException) return undefined;
          throw error;
        }
      }),
    failed: (videoId, reason, at) =>
      storing("Ending a task", async () => {
        const listed = byStatusKeys(TASK_LISTS.FAILED, at, videoId);
        const change = setting({ status: "FAILED", reason, updatedAt: at, ...listed }, []);
        await held(() =>
          client.send(
            new UpdateCommand({
              TableName: tableName,
              Key: taskKey(videoId),
              ...change,
              ConditionExpression: there,
            }),
          ),
        );
      }),
  };
}
