import { indexArn, tableArn, tableName } from "../arn.ts";
import { validationError } from "../errors.ts";
import type { Operation } from "../front.ts";

/** GetItem, Query and Scan: a query of an index needs the permission on that index. */
export const readItems =
  (name: "GetItem" | "Query" | "Scan"): Operation =>
  async ({ engine, place }, input, caller) => {
    const data = engine.validate(name, { ...input, TableName: tableName(place, input["TableName"] ?? "") });
    // dynalite takes segment 0 for none, and would give each worker of a parallel scan everything.
    if (data["Segment"] === 0 && data["TotalSegments"] === undefined) throw segmentWithoutTotal();
    const table = String(data["TableName"]);
    const index = data["IndexName"];
    const resource = index === undefined ? tableArn(place, table) : indexArn(place, table, String(index));
    caller.authorize(`dynamodb:${name}`, resource);
    return engine.act(name, data);
  };

const segmentWithoutTotal = () =>
  validationError(
    "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
  );
