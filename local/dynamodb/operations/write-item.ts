import { ServiceError } from "../../service.ts";
import { tableArn, tableName } from "../arn.ts";
import { splitFailureOption, storedItem } from "../condition-failure.ts";
import type { Operation } from "../front.ts";
import { createUnitOfWork } from "../unit-of-work.ts";

/** PutItem, UpdateItem and DeleteItem. The item and its index entries change together, also across a crash. */
export const writeItem =
  (name: "PutItem" | "UpdateItem" | "DeleteItem"): Operation =>
  async ({ engine, place, inTurn }, input, caller) => {
    const { rest, returnItem } = splitFailureOption(input);
    const data = engine.validate(name, { ...rest, TableName: tableName(place, rest["TableName"] ?? "") });
    caller.authorize(`dynamodb:${name}`, tableArn(place, String(data["TableName"])));
    return inTurn(async () => {
      const unit = createUnitOfWork(engine.store);
      try {
        const output = await engine.act(name, data, unit.store);
        await unit.commit();
        return output;
      } catch (error) {
        const failed = error instanceof ServiceError && error.name === "ConditionalCheckFailedException";
        const item = failed && returnItem ? await storedItem(engine, data) : undefined;
        if (!failed || !item) throw error;
        throw new ServiceError(error.name, error.message, error.status, { Item: item });
      }
    });
  };
