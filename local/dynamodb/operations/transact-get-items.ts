import { tableArn, tableName } from "../arn.ts";
import type { Fields } from "../dynalite.ts";
import { unsupported, validationError } from "../errors.ts";
import type { Operation } from "../front.ts";
import {
  type CancellationReason,
  type Part,
  reasonFor,
  refuseSameItem,
  requireAllPassed,
  transactItems,
  transactionCapacity,
} from "../transaction.ts";

const GET_FIELDS = new Set(["TableName", "Key", "ProjectionExpression", "ExpressionAttributeNames"]);

/** Reads up to 100 items as they are at one moment: no write takes its turn in between. */
export const transactGetItems: Operation = async ({ engine, place, inTurn }, input, caller) => {
  const { TransactItems: _, ReturnConsumedCapacity: capacityMode, ...others } = input;
  for (const name of Object.keys(others)) throw unsupported(`TransactGetItems with ${name}`);
  const parts = transactItems(input).map((entry): Part => {
    const get = entry["Get"] as Fields | undefined;
    if (!get || Object.keys(entry).length > 1) throw validationError("TransactItems can only contain Get");
    for (const name of Object.keys(get)) {
      if (!GET_FIELDS.has(name)) throw unsupported(`Get with ${name}`);
    }
    const data = engine.validate("GetItem", {
      ...get,
      TableName: tableName(place, get["TableName"] ?? ""),
      ...(capacityMode === undefined ? {} : { ReturnConsumedCapacity: capacityMode }),
    });
    caller.authorize("dynamodb:GetItem", tableArn(place, String(data["TableName"])));
    return { data };
  });
  return inTurn(async () => {
    await refuseSameItem(engine, parts);
    const reasons: CancellationReason[] = [];
    const outputs: Fields[] = [];
    for (const { data } of parts) {
      try {
        outputs.push(await engine.act("GetItem", data));
        reasons.push({ Code: "None" });
      } catch (error) {
        reasons.push(reasonFor(error));
      }
    }
    requireAllPassed(reasons);
    return {
      Responses: outputs.map(({ Item: item }) => (item === undefined ? {} : { Item: item })),
      ...transactionCapacity(capacityMode, "Read", outputs),
    };
  });
};
