import { UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { videoKey } from "../../keys.ts";
import type { Catalog } from "../../ports.ts";
import { held } from "./conditions.ts";
import type { Table } from "./table.ts";

/** What people said of a video stands on the video itself, outside the results of its runs. */
export function metadata(table: Table): Pick<Catalog, "metadataFound"> {
  return {
    metadataFound: async ({ videoId, runId, versionId }, found, at) => {
      const update = (change: Omit<UpdateCommandInput, "TableName" | "Key">) =>
        held(() =>
          table.client.send(new UpdateCommand({ TableName: table.name, Key: videoKey(videoId), ...change })),
        );
      const entries = Object.entries(found);
      if (entries.length === 0) return;
      // A name can be set in a map only where there is one.
      const isLatest = await update({
        UpdateExpression: "SET metadata = if_not_exists(metadata, :none)",
        ConditionExpression: "latestRunId = :run",
        ExpressionAttributeValues: { ":none": {}, ":run": runId },
      });
      if (!isLatest) return;
      const names = entries.map((_, index) => `metadata.#name${index} = :value${index}`);
      await update({
        // The time is new too: a claim that was decided on the video before this must not write it back.
        UpdateExpression: `SET ${names.join(", ")}, metadataVersionId = :version, updatedAt = :at`,
        ConditionExpression:
          "latestRunId = :run AND (attribute_not_exists(metadataVersionId) OR metadataVersionId <> :version)",
        ExpressionAttributeNames: Object.fromEntries(entries.map(([name], index) => [`#name${index}`, name])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(entries.map(([, value], index) => [`:value${index}`, value])),
          ":version": versionId,
          ":at": at,
          ":run": runId,
        },
      });
    },
  };
}
