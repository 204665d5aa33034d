import { ServiceError } from "../../service.ts";
import { tableArn, tableName } from "../arn.ts";
import { removeTable } from "../engine.ts";
import { unsupported, validationError } from "../errors.ts";
import type { Operation } from "../front.ts";
import { settingsKey } from "../keys.ts";
import { readSettings, requireTable } from "../table-settings.ts";

export const deleteTable: Operation = async ({ engine, place, inTurn }, input, caller) => {
  const { TableName, ...others } = input;
  for (const other of Object.keys(others)) throw unsupported(`DeleteTable with ${other}`);
  const name = tableName(place, TableName ?? "");
  caller.authorize("dynamodb:DeleteTable", tableArn(place, name));
  return inTurn(async () => {
    const table = await requireTable(engine, name);
    if (table.TableStatus !== "ACTIVE") {
      const message = `Attempt to change a resource which is still in use: Table is being updated: ${name}`;
      throw new ServiceError("ResourceInUseException", message);
    }
    const { deletionProtection } = await readSettings(engine, name);
    if (deletionProtection) {
      throw validationError(
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.",
      );
    }
    await removeTable(engine.store, table);
    await engine.store.db.batch([{ type: "del", key: settingsKey(name) }]);
    return { TableDescription: { ...table, TableStatus: "DELETING" } };
  });
};
