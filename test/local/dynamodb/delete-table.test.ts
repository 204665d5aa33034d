import { DeleteTableCommand, DescribeTableCommand, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import { eventually } from "../eventually.ts";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

test("deletes a table", async () => {
  const TableName = await target.createTable();
  const { TableDescription } = await target.client.send(new DeleteTableCommand({ TableName }));
  expect(TableDescription).toMatchObject({ TableName, TableStatus: "DELETING" });
  await eventually(async () => {
    const error = await errorOf(target.client.send(new DescribeTableCommand({ TableName })));
    expect(error.name).toBe("ResourceNotFoundException");
  });
});

test("does not delete a table while it is protected", async () => {
  const TableName = await target.createTable({ DeletionProtectionEnabled: true });
  const error = await errorOf(target.client.send(new DeleteTableCommand({ TableName })));
  expect(error).toMatchObject({ name: "ValidationException" });
  expect(error.message).toContain("protected against deletion");
  await target.client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await target.active(TableName);
  await target.client.send(new DeleteTableCommand({ TableName }));
});

test("names a table that does not exist", async () => {
  expect(await errorOf(target.client.send(new DeleteTableCommand({ TableName: "not-there" })))).toMatchObject(
    {
      name: "ResourceNotFoundException",
      message: "Requested resource not found: Table: not-there not found",
    },
  );
});
