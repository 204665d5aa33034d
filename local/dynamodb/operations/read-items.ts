import { indexArn, tableArn, tableName } from "../arn.ts";
import type { Operation } from "../front.ts";

/** GetItem, Query and Scan: a query of an index needs the permission on that index. */
export const readItems =
  (name: "GetItem" | "Query" | "Scan"): Operation =>
  async ({ engine, place }, input, caller) => {
    const data = engine.validate(name, { ...input, TableName: tableName(place, input["TableName"] ?? "") });
    const table = String(data["TableName"]);
    const index = data["IndexName"];
    const resource = index === undefined ? tableArn(place, table) : indexArn(place, table, String(index));
    caller.authorize(`dynamodb:${name}`, resource);
    return engine.act(name, data);
  };
