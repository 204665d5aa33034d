import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  paginateQuery,
  type QueryCommandInput,
} from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type RemovalCatalog, type SegmentRef, StoredRun } from "../catalog/remove-ports.ts";
import { RunItem, VideoItem } from "../contracts/items.ts";
import { IndexItem, VideoSummary } from "../contracts/library-items.ts";
import {
  byIndexKeys,
  type IndexId,
  indexIdOf,
  indexKey,
  RUNS_PREFIX,
  type RunId,
  runKey,
  segmentPrefix,
  type TableKey,
  taskKey,
  type VideoId,
  videoKey,
} from "../keys.ts";
import { deleteItems } from "./catalog/batch-write.ts";
import { held } from "./catalog/conditions.ts";
import { indexRecord } from "./query/library-changes.ts";
import { getItem, type LibraryTable, queryIndex } from "./query/table-reads.ts";
import { dynamoDbTasks } from "./query/tasks.ts";
import { storing, streaming } from "./service-errors.ts";

/** DeleteVectors takes 500 keys. */
const SEGMENTS_PER_PAGE = 500;

const QUESTIONS = "ANALYSIS#";

const SegmentItem = z.object({
  pk: z.string(),
  sk: z.string(),
  option: z.string(),
  scope: z.string(),
  startSec: z.number(),
  modelId: z.string(),
});
const QuestionRef = z.object({ pk: z.string(), sk: z.string(), versionId: z.string().optional() });

/** The catalog's table for those who remove things: nothing is hidden from them. */
export function dynamoDbRemovalCatalog(client: DynamoDBDocumentClient, name: string): RemovalCatalog {
  const table: LibraryTable = { client, name };
  return {
    video: (videoId) =>
      storing("Reading a video", async () => {
        const item = await getItem(table, videoKey(videoId));
        return item === undefined ? undefined : VideoItem.parse(item);
      }),
    runs: async (videoId) => {
      const runs: StoredRun[] = [];
      for await (const items of pagesOf(table, videoId, RUNS_PREFIX))
        runs.push(...items.map((item) => StoredRun.parse(item)));
      return runs;
    },
    claimedAt: ({ videoId, latestRunId, createdAt }) =>
      storing("Reading a run", async () => {
        const item = await getItem(table, runKey(videoId, latestRunId));
        return item === undefined ? createdAt : RunItem.parse(item).createdAt;
      }),
    segments: (videoId, runId) => segments(table, videoId, runId),
    questions: (videoId, kept) => questions(table, videoId, kept),
    deleteItems: (keys) => storing("Deleting records", () => deleteItems(table, keys, "records")),
    deleteVideo: (videoId) =>
      storing("Deleting a video", () =>
        deleteOne(table, videoKey(videoId), { name: "status", value: "DELETED" }),
      ),
    index: (indexId) =>
      storing("Reading an index", async () => {
        const item = await getItem(table, indexKey(indexId));
        return item === undefined ? undefined : IndexItem.parse(item);
      }),
    videosOf: (indexId) => videosOf(table, indexId),
    deleteUploads: async (indexId) => {
      const gone: TableKey[] = [];
      for await (const task of dynamoDbTasks(client, name).uploads())
        if (task.indexId === indexId) gone.push(taskKey(task.videoId));
      await storing("Deleting tasks", () => deleteItems(table, gone, "tasks"));
    },
    deleteIndex: (indexId, markedAt) =>
      storing("Deleting an index", () =>
        deleteOne(table, indexKey(indexId), { name: "deletedAt", value: markedAt }),
      ),
    renewIndex: (folder, markedAt, at) =>
      storing("Making an index anew", () =>
        held(() =>
          client.send(
            new PutCommand({
              TableName: name,
              Item: indexRecord({
                indexId: indexIdOf(folder),
                folder,
                name: folder,
                createdAt: at,
                updatedAt: at,
              }),
              ConditionExpression: "attribute_not_exists(pk) OR deletedAt = :mark",
              ExpressionAttributeValues: { ":mark": markedAt },
            }),
          ),
        ),
      ),
  };
}

function deleteOne({ client, name }: LibraryTable, Key: TableKey, expected: { name: string; value: string }) {
  return held(() =>
    client.send(
      new DeleteCommand({
        TableName: name,
        Key,
        ConditionExpression: "#name = :value",
        ExpressionAttributeNames: { "#name": expected.name },
        ExpressionAttributeValues: { ":value": expected.value },
      }),
    ),
  );
}

/** Items of a video by the begin of their sort key, consistently, page by page. */
async function* pagesOf(
  { client, name }: LibraryTable,
  videoId: VideoId,
  prefix: string,
  shape: Pick<QueryCommandInput, "ProjectionExpression" | "ExpressionAttributeNames" | "Limit"> = {},
): AsyncGenerator<Record<string, unknown>[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: name,
      KeyConditionExpression: "pk = :video AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":video": videoKey(videoId).pk, ":prefix": prefix },
      ConsistentRead: true,
      ...shape,
    },
  );
  for await (const { Items = [] } of streaming("Reading the records of a video", pages)) yield Items;
}

async function* segments(table: LibraryTable, videoId: VideoId, runId: RunId): AsyncGenerator<SegmentRef[]> {
  const shape = {
    ProjectionExpression: "pk, sk, #option, #scope, startSec, modelId",
    ExpressionAttributeNames: { "#option": "option", "#scope": "scope" },
    Limit: SEGMENTS_PER_PAGE,
  };
  for await (const items of pagesOf(table, videoId, segmentPrefix(runId), shape)) {
    yield items.map((item) => {
      const { pk, sk, ...segment } = SegmentItem.parse(item);
      return { ...segment, key: { pk, sk } };
    });
  }
}

async function* questions(
  table: LibraryTable,
  videoId: VideoId,
  kept: string | undefined,
): AsyncGenerator<TableKey[]> {
  const shape = { ProjectionExpression: "pk, sk, versionId" };
  for await (const items of pagesOf(table, videoId, QUESTIONS, shape)) {
    const all = items.map((item) => QuestionRef.parse(item));
    yield all
      .filter(({ versionId }) => kept === undefined || versionId !== kept)
      .map(({ pk, sk }) => ({ pk, sk }));
  }
}

async function* videosOf(table: LibraryTable, indexId: IndexId): AsyncGenerator<VideoSummary> {
  const { gsi1pk } = byIndexKeys(indexId, "", "" as VideoId);
  for await (const item of queryIndex(table, gsi1pk, "oldest")) yield VideoSummary.parse(item);
}
