import { tableArn, tableName } from "../arn.ts";
import type { Fields } from "../dynalite.ts";
import { unsupported } from "../errors.ts";
import type { Operation } from "../front.ts";
import { changeSettings, readSettings, requireTable } from "../table-settings.ts";
import { untilActive } from "./create-table.ts";

/** Changes throughput, billing mode and deletion protection. */
export const updateTable: Operation = async ({ engine, place, inTurn }, input, caller) => {
  const { DeletionProtectionEnabled: deletionProtection, TableName, ...rest } = input;
  // A crash while a new index is filled would leave it half filled and looking complete.
  if (rest["GlobalSecondaryIndexUpdates"] !== undefined) throw unsupported("Changing the indexes of a table");
  const name = tableName(place, TableName ?? "");
  caller.authorize("dynamodb:UpdateTable", tableArn(place, name));
  return inTurn(async () => {
    let table: unknown = await requireTable(engine, name);
    if (Object.keys(rest).length > 0 || deletionProtection === undefined) {
      const data = engine.validate("UpdateTable", { ...rest, TableName: name });
      const { TableDescription: description } = await engine.act("UpdateTable", data);
      table = structuredClone(description);
      await untilActive(engine, name);
    }
    if (deletionProtection !== undefined) {
      await changeSettings(engine, name, { deletionProtection: deletionProtection === true });
    }
    const settings = await readSettings(engine, name);
    return {
      TableDescription: {
        ...(table as Fields),
        DeletionProtectionEnabled: settings.deletionProtection ?? false,
      },
    };
  });
};
