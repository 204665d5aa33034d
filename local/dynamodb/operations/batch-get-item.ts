import { tableArn } from "../arn.ts";
import type { Operation } from "../front.ts";

/** BatchGetItem: needs the permission on each table. */
export const batchGetItem: Operation = async ({ engine, place }, input, caller) => {
  const data = engine.validate("BatchGetItem", input);
  for (const table of Object.keys(data["RequestItems"] ?? {})) {
    caller.authorize("dynamodb:BatchGetItem", tableArn(place, table));
  }
  return engine.act("BatchGetItem", data);
};
