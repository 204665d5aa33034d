import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { invocationKey } from "../../keys.ts";
import type { Catalog } from "../../ports.ts";
import { held } from "./conditions.ts";
import type { Table } from "./table.ts";

/** The tokens that wait for asynchronous invocations. */
export function invocations(table: Table): Pick<Catalog, "putInvocation" | "deleteInvocation"> {
  return {
    putInvocation: async (item) => {
      const Item = { ...invocationKey(item.invocationId), type: "Invocation", ...item };
      await table.client.send(new PutCommand({ TableName: table.name, Item }));
    },
    // A later wait may have put its own token there: that one must stay.
    deleteInvocation: async (invocationId, taskToken) => {
      await held(() =>
        table.client.send(
          new DeleteCommand({
            TableName: table.name,
            Key: invocationKey(invocationId),
            ConditionExpression: "taskToken = :token",
            ExpressionAttributeValues: { ":token": taskToken },
          }),
        ),
      );
    },
  };
}
