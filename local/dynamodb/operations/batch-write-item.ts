import { tableArn } from "../arn.ts";
import type { Operation } from "../front.ts";
import { createUnitOfWork } from "../unit-of-work.ts";

/** BatchWriteItem: all of its up to 25 writes are stored together, although the service promises less. */
export const batchWriteItem: Operation = async ({ engine, place, inTurn }, input, caller) => {
  const data = engine.validate("BatchWriteItem", input);
  for (const table of Object.keys(data["RequestItems"] ?? {})) {
    caller.authorize("dynamodb:BatchWriteItem", tableArn(place, table));
  }
  return inTurn(async () => {
    const unit = createUnitOfWork(engine.store);
    const output = await engine.act("BatchWriteItem", data, unit.store);
    await unit.commit();
    return output;
  });
};
