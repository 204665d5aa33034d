import { isDeepStrictEqual } from "node:util";
import { type Caller, ServiceError } from "../service.ts";
import type { Fields, SecondaryIndex, Table } from "./dynalite.ts";
import type { Front } from "./front.ts";
import { createTable } from "./operations/create-table.ts";

/** The host itself, which sets up what the template says. */
const host: Caller = { name: "local host", authorize: () => {} };

/**
 * Makes the table, or finds it as an earlier start of the host made it.
 * @throws ServiceError `ResourceInUseException` when the stored table has other keys or indexes
 */
export async function ensureTable(front: Front, input: Readonly<Fields>): Promise<{ arn: string }> {
  const name = String(input["TableName"]);
  const stored = await front.engine.table(name);
  if (!stored) await createTable(front, input, host);
  const table = stored ?? ((await front.engine.table(name)) as Table);
  if (!isDeepStrictEqual(shapeOf(table), shapeOf(input as unknown as Table))) {
    throw new ServiceError(
      "ResourceInUseException",
      `Table ${name} is stored with other keys or indexes than asked for; start with fresh state to change them`,
    );
  }
  return { arn: table.TableArn };
}

/** What of a table cannot change without rewriting its rows, in a fixed order. */
function shapeOf(table: Table) {
  const keys = ({ KeySchema }: { KeySchema: Table["KeySchema"] }) =>
    KeySchema.map(({ AttributeName, KeyType }) => [AttributeName, KeyType]);
  const indexes = (list: readonly SecondaryIndex[] = []) =>
    list
      .map((index) => [
        index.IndexName,
        keys(index),
        index.Projection.ProjectionType,
        [...(index.Projection.NonKeyAttributes ?? [])].sort(),
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return {
    keys: keys(table),
    attributes: table.AttributeDefinitions.map((each) => [each.AttributeName, each.AttributeType]).sort(),
    local: indexes(table.LocalSecondaryIndexes),
    global: indexes(table.GlobalSecondaryIndexes),
  };
}
