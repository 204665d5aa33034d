import { ListTablesCommand, type ListTablesCommandOutput } from "@aws-sdk/client-dynamodb";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
});
afterAll(() => target.close());

test("lists the tables after a name", async () => {
  const { TableNames } = await target.client.send(
    new ListTablesCommand({ ExclusiveStartTableName: TableName.slice(0, -1), Limit: 1 }),
  );
  expect(TableNames).toEqual([TableName]);
});

test("goes on where the last page ended", async () => {
  const others = [await target.createTable(), await target.createTable()];
  const names: string[] = [];
  let ExclusiveStartTableName: string | undefined = "reelbase-test-";
  do {
    const page: ListTablesCommandOutput = await target.client.send(
      new ListTablesCommand({ ExclusiveStartTableName, Limit: 2 }),
    );
    names.push(...(page.TableNames ?? []));
    ExclusiveStartTableName = page.LastEvaluatedTableName;
  } while (ExclusiveStartTableName?.startsWith("reelbase-test-"));
  expect(names).toEqual(expect.arrayContaining([TableName, ...others]));
  expect(new Set(names).size).toBe(names.length);
});

test.each([{ Limit: 0 }, { Limit: 101 }])("refuses %j", async (input) => {
  const error = await errorOf(target.client.send(new ListTablesCommand(input)));
  expect(error.name).toBe("ValidationException");
});
