import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { EmbedTaskItem } from "../../contracts/embed-task-item.ts";
import { EMBED_TASK_LIST, embedTaskKey, embedTaskListKeys } from "../../keys.ts";
import type { EmbedTasks } from "../../query/ports.ts";
import { held } from "../catalog/conditions.ts";
import { on, setting } from "../catalog/expressions.ts";
import { storing } from "../service-errors.ts";
import { listedItems } from "./listed-items.ts";
import { getItem, type LibraryTable } from "./table-reads.ts";

/** Embedding tasks in the catalog. */
export function dynamoDbEmbedTasks(table: LibraryTable): EmbedTasks {
  const { client, name } = table;
  return {
    find: async (taskId) => {
      const item = await storing("Looking for the task", () => getItem(table, embedTaskKey(taskId)));
      return item === undefined ? undefined : EmbedTaskItem.parse(item);
    },
    async *list() {
      for await (const item of listedItems(table, EMBED_TASK_LIST)) yield EmbedTaskItem.parse(item);
    },
    begin: (task) =>
      storing("Keeping the task", () =>
        held(() =>
          client.send(
            new PutCommand({
              TableName: name,
              Item: {
                ...embedTaskKey(task.taskId),
                ...embedTaskListKeys(task.createdAt, task.taskId),
                ...task,
              },
              ConditionExpression:
                "attribute_not_exists(pk) OR (attribute_exists(failure) AND attempt < :attempt)",
              ExpressionAttributeValues: { ":attempt": task.attempt },
            }),
          ),
        ),
      ),
    change: async ({ taskId, attempt }, fields, at) => {
      const change = on(setting({ ...fields, updatedAt: at }, []), { attempt });
      await storing("Keeping the task", () =>
        held(() => client.send(new UpdateCommand({ TableName: name, Key: embedTaskKey(taskId), ...change }))),
      );
    },
  };
}
