import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { catalogTable } from "./catalog-table.ts";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
});
afterAll(() => target.close());

test("tells keys, indexes and settings", async () => {
  const { Table } = await target.client.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({
    TableName,
    TableStatus: "ACTIVE",
    TableArn: expect.stringMatching(new RegExp(`^arn:aws:dynamodb:[a-z0-9-]+:\\d{12}:table/${TableName}$`)),
    KeySchema: catalogTable.KeySchema,
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    GlobalSecondaryIndexes: [{ IndexName: "byIndex", IndexStatus: "ACTIVE" }],
    DeletionProtectionEnabled: false,
  });
});

test("finds a table by its ARN too", async () => {
  const { Table } = await target.client.send(new DescribeTableCommand({ TableName }));
  const byArn = await target.client.send(new DescribeTableCommand({ TableName: Table?.TableArn }));
  expect(byArn.Table?.TableName).toBe(TableName);
});

test("names a table that does not exist", async () => {
  expect(
    await errorOf(target.client.send(new DescribeTableCommand({ TableName: "not-there" }))),
  ).toMatchObject({
    name: "ResourceNotFoundException",
    message: "Requested resource not found: Table: not-there not found",
  });
});
