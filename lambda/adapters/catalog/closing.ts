import { TransactWriteCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { AnalysisRecord, MediaRecord, RunItem, VideoItem } from "../../contracts/items.ts";
import type { RunEnded, RunStatus } from "../../contracts/workflow.ts";
import { TemporaryError } from "../../domain/errors.ts";
import { isOpen } from "../../domain/run.ts";
import { byStatusKeys, objectKey, runKey, videoKey } from "../../keys.ts";
import type { Catalog, Closing } from "../../ports.ts";
import { held } from "./conditions.ts";
import { on, setting } from "./expressions.ts";
import type { Table } from "./table.ts";

type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** Tries against changes of the same records in between; each try reads them again. */
const TRIES = 5;

/** The end of a run: one transaction makes it current, or records why it is not. */
export function closing(table: Table): Pick<Catalog, "close"> {
  return {
    close: async (end) => {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const ended = await tryToClose(table, end);
        if (ended !== undefined) return ended;
      }
      throw new TemporaryError("INTERNAL", "The records of the run kept changing while it was closed.");
    },
  };
}

async function tryToClose(table: Table, end: Closing): Promise<RunEnded | undefined> {
  const { videoId, runId } = end.run;
  const [runRecord, videoRecord] = await Promise.all([
    table.get(runKey(videoId, runId)),
    table.get(videoKey(videoId)),
  ]);
  const run = RunItem.parse(runRecord);
  if (!isOpen(run.status)) return endedAs(end, run.status, run);
  const video = VideoItem.parse(videoRecord);
  const writes =
    video.latestRunId === runId ? finalWrites(table.name, end, run, video) : overtaken(table.name, end, run);
  const done = await held(() => table.client.send(new TransactWriteCommand({ TransactItems: writes })));
  if (!done) return undefined;
  return video.latestRunId === runId
    ? endedAs(end, end.status, end)
    : endedAs(end, "SUPERSEDED", { reason: null });
}

function endedAs({ run }: Closing, status: RunStatus, { reason }: Pick<RunEnded, "reason">): RunEnded {
  const { runId, videoId, indexId, bucket, key, versionId } = run;
  return { runId, videoId, indexId, bucket, key, versionId, status, reason };
}

function finalWrites(TableName: string, end: Closing, run: RunItem, video: VideoItem): Write[] {
  const { videoId, runId, bucket, key } = end.run;
  const results = { ...end.media, ...end.analysis, segmentCounts: end.segmentCounts, models: end.models };
  const outcome = { status: end.status, reason: end.reason, updatedAt: end.at };
  const isReplaced = serves(end) || video.stale === true || video.currentRunId === undefined;
  const writes: Write[] = [
    { Update: { TableName, ...runChange(run, { ...outcome, steps: end.steps, results }) } },
    {
      Update: {
        TableName,
        // What an earlier generation of the same version obtained stays when this one obtained nothing.
        ...videoChange(
          video,
          isReplaced
            ? {
                ...NO_RESULTS,
                ...end.media,
                ...outcome,
                ...(serves(end) ? { ...results, currentRunId: runId, indexedAt: end.at } : {}),
              }
            : outcome,
        ),
      },
    },
    {
      ConditionCheck: {
        TableName,
        Key: objectKey(bucket, key),
        ConditionExpression: "currentRunId = :run AND deleted = :no",
        ExpressionAttributeValues: { ":run": runId, ":no": false },
      },
    },
  ];
  // What stood there describes an object that is gone: it leaves search, and stays in its own run record.
  const older = video.currentRunId;
  if (isReplaced && older !== undefined && older !== runId) {
    const Key = runKey(videoId, older);
    writes.push({
      Update: { TableName, Key, ...setting({ status: "SUPERSEDED", updatedAt: end.at }, LISTED) },
    });
  }
  return writes;
}

const serves = ({ status }: Closing) => status === "READY" || status === "PARTIAL";

/** A newer version was claimed while this run worked. */
function overtaken(TableName: string, end: Closing, run: RunItem): Write[] {
  return [
    {
      Update: { TableName, ...runChange(run, { status: "SUPERSEDED", steps: end.steps, updatedAt: end.at }) },
    },
  ];
}

/** Keys that list a run by its status. */
const LISTED = ["gsi2pk", "gsi2sk"];

interface RunFields extends Pick<RunItem, "status" | "updatedAt"> {
  readonly [name: string]: unknown;
}

/** Only failed runs stay listed by status: they are what an operator looks for. */
function runChange({ videoId, runId, status: before }: RunItem, fields: RunFields) {
  const { status, updatedAt } = fields;
  const change =
    status === "FAILED"
      ? setting({ ...fields, ...byStatusKeys(status, updatedAt, videoId) }, [])
      : setting(fields, LISTED);
  return { Key: runKey(videoId, runId), ...on(change, { status: before }) };
}

/** Every attribute of a video that a run's results fill: those that a run does not bring are taken away. */
const NO_RESULTS: Readonly<Record<string, undefined>> = Object.fromEntries(
  [
    ...Object.keys(MediaRecord.shape),
    ...Object.keys(AnalysisRecord.shape),
    ...["segmentCounts", "models", "currentRunId", "indexedAt", "stale"],
  ].map((name) => [name, undefined]),
);

/** A field without a value is removed. */
function videoChange({ videoId, latestRunId, updatedAt }: VideoItem, fields: Record<string, unknown>) {
  const gone = Object.keys(fields).filter((name) => fields[name] === undefined);
  return { Key: videoKey(videoId), ...on(setting(fields, gone), { latestRunId, updatedAt }) };
}
