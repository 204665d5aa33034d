import {
  type DynamoDBDocumentClient,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { AnalysisRecord, MediaRecord, ObjectItem, RunItem, type VideoItem } from "../../contracts/items.ts";
import type { IndexItem } from "../../contracts/library-items.ts";
import { indexKey, indexListKeys, objectKey, type RunId, runKey, taskKey, videoKey } from "../../keys.ts";
import type { LibraryChanges } from "../../query/ports.ts";
import { held } from "../catalog/conditions.ts";
import { type Change, on, setting } from "../catalog/expressions.ts";
import { storing } from "../service-errors.ts";
import { getItem, type LibraryTable } from "./table-reads.ts";

type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** What the API changes in the catalog's table. */
export function dynamoDbLibraryChanges(client: DynamoDBDocumentClient, name: string): LibraryChanges {
  const table: LibraryTable = { client, name };
  const update = (key: { pk: string; sk: string }, change: Change) =>
    held(() => client.send(new UpdateCommand({ TableName: name, Key: key, ...change })));
  return {
    createIndex: (index) =>
      storing("Making an index", () =>
        held(() =>
          client.send(
            new PutCommand({
              TableName: name,
              Item: indexRecord(index),
              ConditionExpression: "attribute_not_exists(pk)",
            }),
          ),
        ),
      ),
    renameIndex: ({ indexId, name: before, updatedAt }, newName, at) =>
      storing("Renaming an index", () =>
        update(
          indexKey(indexId),
          on(setting({ name: newName, updatedAt: at }, []), { name: before, updatedAt }),
        ),
      ),
    markIndex: ({ indexId, updatedAt }, at) =>
      storing("Removing an index", () =>
        update(
          indexKey(indexId),
          on(setting({ deletedAt: at, updatedAt: at }, ["gsi1pk", "gsi1sk"]), { updatedAt }),
        ),
      ),
    setMetadata: ({ videoId, latestRunId, status, updatedAt }, metadata, at) =>
      storing("Changing a video", () =>
        update(
          videoKey(videoId),
          on(setting({ metadata, updatedAt: at }, []), { latestRunId, status, updatedAt }),
        ),
      ),
    markVideo: (video, at) => storing("Removing a video", () => markVideo(table, video, at)),
  };
}

export const indexRecord = (index: IndexItem) => ({
  ...indexKey(index.indexId),
  type: "Index",
  ...index,
  ...indexListKeys(index.createdAt, index.indexId),
});

/** What a video says: none of it is shown again when a new file is uploaded under its key. */
const SAID = [
  ...Object.keys(MediaRecord.shape),
  ...Object.keys(AnalysisRecord.shape),
  ...["segmentCounts", "models", "currentRunId", "stale", "indexedAt", "metadata", "metadataVersionId"],
];

async function markVideo(table: LibraryTable, video: VideoItem, at: string): Promise<boolean> {
  const { videoId, bucket, key, latestRunId, currentRunId, updatedAt, status } = video;
  const guard = await getItem(table, objectKey(bucket, key));
  const object = guard === undefined ? undefined : ObjectItem.parse(guard);
  const runIds = [...new Set([latestRunId, ...(currentRunId === undefined ? [] : [currentRunId])])];
  const marks = await Promise.all(runIds.map((runId) => runMark(table, video, runId, at)));
  const writes: Write[] = marks.filter((mark) => mark !== undefined);
  writes.push({
    Update: {
      TableName: table.name,
      Key: videoKey(videoId),
      ...on(setting({ status: "DELETED", reason: null, updatedAt: at }, SAID), {
        latestRunId,
        status,
        updatedAt,
      }),
    },
  });
  // The task of a video that was asked for by the API would come to light again.
  writes.push({ Delete: { TableName: table.name, Key: taskKey(videoId) } });
  if (object !== undefined) {
    writes.push({
      Update: {
        TableName: table.name,
        Key: objectKey(bucket, key),
        ...on(setting({ deleted: true }, []), {
          sequencer: object.sequencer,
          currentRunId: object.currentRunId,
        }),
      },
    });
  }
  return held(() => table.client.send(new TransactWriteCommand({ TransactItems: writes })));
}

async function runMark(
  table: LibraryTable,
  { videoId }: VideoItem,
  runId: RunId,
  at: string,
): Promise<Write | undefined> {
  const item = await getItem(table, runKey(videoId, runId));
  if (item === undefined) return undefined;
  const { status } = RunItem.parse(item);
  const change = setting({ status: "DELETED", updatedAt: at }, ["gsi2pk", "gsi2sk"]);
  return { Update: { TableName: table.name, Key: runKey(videoId, runId), ...on(change, { status }) } };
}
