import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import { RunItem } from "../../contracts/items.ts";
import { TaskItem } from "../../contracts/task-item.ts";
import { BY_STATUS, byStatusKeys, runKey, taskKey, type VideoId } from "../../keys.ts";
import type { TaskRecords } from "../../query/ports.ts";
import { storing, streaming } from "../service-errors.ts";
import { getItem, getItems, type LibraryTable } from "./table-reads.ts";

/** Lists of the GSI `byStatus`, apart from those of runs: operators look for failed runs, not for mistyped addresses. */
export const TASK_LISTS = { UPLOADING: "UPLOADING", FAILED: "UPLOAD_FAILED" } as const;

/** Tasks in the catalog's table; DynamoDB's TTL removes what nobody finished. */
export function dynamoDbTasks(client: DynamoDBDocumentClient, name: string): TaskRecords {
  const table: LibraryTable = { client, name };
  return {
    task: (videoId) =>
      storing("Reading a task", async () => {
        const item = await getItem(table, taskKey(videoId));
        return item === undefined ? undefined : TaskItem.parse(item);
      }),
    uploads: () => uploads(table),
    put: (task) =>
      storing("Storing a task", async () => {
        const { videoId, status, updatedAt } = task;
        const listed = byStatusKeys(TASK_LISTS[status], updatedAt, videoId);
        const Item = { ...taskKey(videoId), type: "Task", ...task, ...listed };
        await client.send(new PutCommand({ TableName: name, Item }));
      }),
    remove: (videoId) =>
      storing("Removing a task", async () => {
        await client.send(new DeleteCommand({ TableName: name, Key: taskKey(videoId) }));
      }),
    runs: (videos) =>
      storing("Reading runs", async () => {
        const keys = videos.map(({ videoId, latestRunId }) => runKey(videoId, latestRunId));
        const runs = (await getItems(table, keys)).map((item) => RunItem.parse(item));
        return new Map(runs.map((run) => [run.videoId, run] as const));
      }),
  };
}

async function* uploads(table: LibraryTable): AsyncGenerator<TaskItem> {
  for (const list of Object.values(TASK_LISTS)) yield* listed(table, list);
}

/** The GSI gives the keys, whatever it projects; the items are read beside it. */
async function* listed(table: LibraryTable, list: string): AsyncGenerator<TaskItem> {
  const { gsi2pk } = byStatusKeys(list, "", "" as VideoId);
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      IndexName: BY_STATUS,
      KeyConditionExpression: "gsi2pk = :list",
      ExpressionAttributeValues: { ":list": gsi2pk },
    },
  );
  for await (const { Items = [] } of streaming("Listing tasks", pages)) {
    const keys = Items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
    const tasks = (await getItems(table, keys)).map((item) => TaskItem.parse(item));
    // The GSI is behind the table: what has left this list meanwhile stands in the other one.
    yield* tasks.filter(({ status }) => TASK_LISTS[status] === list).sort(byUpdate);
  }
}

const byUpdate = (one: TaskItem, other: TaskItem) => (one.updatedAt < other.updatedAt ? -1 : 1);
