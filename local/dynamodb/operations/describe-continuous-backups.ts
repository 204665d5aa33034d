import { tableArn, tableName } from "../arn.ts";
import { describeBackups, requireBackedUpTable } from "../continuous-backups.ts";
import type { Operation } from "../front.ts";
import { readSettings } from "../table-settings.ts";

export const describeContinuousBackups: Operation = async ({ engine, place }, input, caller) => {
  const name = tableName(place, input["TableName"]);
  caller.authorize("dynamodb:DescribeContinuousBackups", tableArn(place, name));
  const table = await requireBackedUpTable(engine, name);
  return describeBackups(await readSettings(engine, name), table.CreationDateTime);
};
