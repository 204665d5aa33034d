import { UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import type { RunInput } from "../../contracts/workflow.ts";
import { byStatusKeys, runKey } from "../../keys.ts";
import type { Catalog } from "../../ports.ts";
import { held } from "./conditions.ts";
import type { Table } from "./table.ts";

type Change = Omit<UpdateCommandInput, "TableName" | "Key">;

/** How a run gets on. Every change is refused once the run is over. */
export function progress(
  table: Table,
): Pick<
  Catalog,
  | "executionStarted"
  | "stepStarted"
  | "mediaProbed"
  | "spendInvocation"
  | "returnInvocation"
  | "invocationStarted"
> {
  const update = ({ videoId, runId }: RunInput, change: Change) =>
    held(() =>
      table.client.send(new UpdateCommand({ TableName: table.name, Key: runKey(videoId, runId), ...change })),
    );
  return {
    executionStarted: async (run, executionArn) => {
      await update(run, {
        UpdateExpression: "SET executionArn = :arn",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":arn": executionArn },
      });
    },
    stepStarted: (run, step, at) => {
      const { gsi2pk, gsi2sk } = byStatusKeys("PROCESSING", at, run.videoId);
      return update(run, {
        UpdateExpression:
          "SET #status = :processing, updatedAt = :at, steps.#step = if_not_exists(steps.#step, :record), gsi2pk = :gsi2pk, gsi2sk = :gsi2sk",
        ConditionExpression: "#status IN (:queued, :processing)",
        ExpressionAttributeNames: { "#status": "status", "#step": step },
        ExpressionAttributeValues: {
          ":queued": "QUEUED",
          ":processing": "PROCESSING",
          ":at": at,
          ":record": { status: "PROCESSING", startedAt: at },
          ":gsi2pk": gsi2pk,
          ":gsi2sk": gsi2sk,
        },
      });
    },
    mediaProbed: async (run, media, at) => {
      await update(run, {
        UpdateExpression:
          "SET media = :media, steps.probe.#status = :done, steps.probe.endedAt = :at, updatedAt = :at",
        ConditionExpression: "#status = :processing",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: {
          ":media": media,
          ":at": at,
          ":done": "DONE",
          ":processing": "PROCESSING",
        },
      });
    },
    spendInvocation: (run) =>
      update(run, {
        UpdateExpression:
          "SET invokeBudget = invokeBudget - :one, calls.invokeModel = calls.invokeModel + :one",
        ConditionExpression: "invokeBudget > :none AND #status = :processing",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":one": 1, ":none": 0, ":processing": "PROCESSING" },
      }),
    returnInvocation: async (run) => {
      await update(run, {
        UpdateExpression:
          "SET invokeBudget = invokeBudget + :one, calls.invokeModel = calls.invokeModel - :one",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":one": 1 },
      });
    },
    invocationStarted: async (run) => {
      await update(run, {
        UpdateExpression: "SET calls.startAsyncInvoke = calls.startAsyncInvoke + :one",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":one": 1 },
      });
    },
  };
}
