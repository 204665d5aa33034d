import { tableArn, tableName } from "../arn.ts";
import type { Operation } from "../front.ts";
import { readSettings, requireTable } from "../table-settings.ts";

export const describeTimeToLive: Operation = async ({ engine, place }, input, caller) => {
  const name = tableName(place, input["TableName"]);
  caller.authorize("dynamodb:DescribeTimeToLive", tableArn(place, name));
  await requireTable(engine, name);
  const { timeToLiveAttribute: attribute } = await readSettings(engine, name);
  return {
    TimeToLiveDescription:
      attribute === undefined
        ? { TimeToLiveStatus: "DISABLED" }
        : { TimeToLiveStatus: "ENABLED", AttributeName: attribute },
  };
};
