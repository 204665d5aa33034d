import { PutCommand, TransactWriteCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { ObjectItem, RunItem, VideoItem } from "../../contracts/items.ts";
import {
  byIndexKeys,
  byStatusKeys,
  indexIdOf,
  indexKey,
  indexListKeys,
  objectKey,
  runKey,
  videoIdOf,
  videoKey,
} from "../../keys.ts";
import type { Catalog, Claim, ClaimState } from "../../ports.ts";
import { held } from "./conditions.ts";
import { on, setting } from "./expressions.ts";
import type { Table } from "./table.ts";

type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** What an event does to the catalog: the key's guard, the video and its new run change together. */
export function claiming(table: Table): Pick<Catalog, "claimState" | "claim" | "recordLate" | "ensureIndex"> {
  return {
    claimState: (bucket, key) => claimState(table, bucket, key),
    claim: (claim) =>
      held(() => table.client.send(new TransactWriteCommand({ TransactItems: claimWrites(table, claim) }))),
    recordLate: async (run) => {
      await held(() => table.client.send(new PutCommand({ TableName: table.name, ...newRunPut(run) })));
    },
    ensureIndex: async (folder, at) => {
      await held(() =>
        table.client.send(new PutCommand({ TableName: table.name, ...newIndexPut(folder, at) })),
      );
    },
  };
}

async function claimState(table: Table, bucket: string, key: string): Promise<ClaimState> {
  const videoId = videoIdOf(bucket, key);
  const [object, video] = await Promise.all([
    table.get(objectKey(bucket, key)),
    table.get(videoKey(videoId)),
  ]);
  const known = video === undefined ? undefined : VideoItem.parse(video);
  const run = known === undefined ? undefined : await table.get(runKey(videoId, known.latestRunId));
  return {
    object: object === undefined ? undefined : ObjectItem.parse(object),
    video: known,
    run: run === undefined ? undefined : RunItem.parse(run),
  };
}

/** Every record is written on the condition that it still is what the claim was decided on. */
function claimWrites(table: Table, { before, object, video, run, superseded }: Claim): Write[] {
  const TableName = table.name;
  const writes: Write[] = [{ Put: { TableName, ...objectPut(object, before.object, keyOf(before, video)) } }];
  if (video !== undefined) writes.push({ Put: { TableName, ...videoPut(video, before.video) } });
  if (run !== undefined) writes.push({ Put: { TableName, ...newRunPut(run) } });
  if (superseded !== undefined)
    writes.push({ Update: { TableName, ...supersede(superseded, video?.updatedAt ?? "") } });
  return writes;
}

function keyOf(before: ClaimState, video: VideoItem | undefined): { bucket: string; key: string } {
  const known = video ?? before.video;
  if (known === undefined) throw new Error("A claim needs the video that it is about.");
  return known;
}

function objectPut(
  object: ObjectItem,
  before: ObjectItem | undefined,
  { bucket, key }: { bucket: string; key: string },
) {
  const Item = { ...objectKey(bucket, key), type: "Object", bucket, key, ...object };
  if (before === undefined) return { Item, ConditionExpression: "attribute_not_exists(pk)" };
  return {
    Item,
    ConditionExpression: "sequencer = :before AND currentRunId = :run",
    ExpressionAttributeValues: { ":before": before.sequencer, ":run": before.currentRunId },
  };
}

function videoPut(video: VideoItem, before: VideoItem | undefined) {
  const { videoId, indexId, createdAt } = video;
  const Item = { ...videoKey(videoId), type: "Video", ...video, ...byIndexKeys(indexId, createdAt, videoId) };
  if (before === undefined) return { Item, ConditionExpression: "attribute_not_exists(pk)" };
  return {
    Item,
    ConditionExpression: "latestRunId = :run AND #status = :status AND updatedAt = :at",
    ExpressionAttributeNames: { "#status": "status" },
    ExpressionAttributeValues: {
      ":run": before.latestRunId,
      ":status": before.status,
      ":at": before.updatedAt,
    },
  };
}

function newRunPut(run: RunItem) {
  const { videoId, runId, status, updatedAt } = run;
  const listed = status === "QUEUED" ? byStatusKeys(status, updatedAt, videoId) : {};
  return {
    Item: { ...runKey(videoId, runId), type: "Run", ...run, ...listed },
    ConditionExpression: "attribute_not_exists(pk)",
  };
}

function supersede({ videoId, runId, status }: RunItem, at: string) {
  const change = setting({ status: "SUPERSEDED", updatedAt: at }, ["gsi2pk", "gsi2sk"]);
  return { Key: runKey(videoId, runId), ...on(change, { status }) };
}

function newIndexPut(folder: string, at: string) {
  const indexId = indexIdOf(folder);
  return {
    Item: {
      ...indexKey(indexId),
      type: "Index",
      indexId,
      folder,
      name: folder,
      createdAt: at,
      updatedAt: at,
      ...indexListKeys(at, indexId),
    },
    ConditionExpression: "attribute_not_exists(pk)",
  };
}
