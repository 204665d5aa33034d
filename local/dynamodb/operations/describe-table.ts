import { tableArn, tableName } from "../arn.ts";
import type { Fields } from "../dynalite.ts";
import type { Operation } from "../front.ts";
import { readSettings } from "../table-settings.ts";

export const describeTable: Operation = async ({ engine, place }, input, caller) => {
  const name = tableName(place, input["TableName"] ?? "");
  const data = engine.validate("DescribeTable", { ...input, TableName: name });
  caller.authorize("dynamodb:DescribeTable", tableArn(place, name));
  const { Table: table } = await engine.act("DescribeTable", data);
  const { deletionProtection = false } = await readSettings(engine, name);
  return { Table: { ...(table as Fields), DeletionProtectionEnabled: deletionProtection } };
};
