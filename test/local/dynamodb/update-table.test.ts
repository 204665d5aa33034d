import { DescribeTableCommand, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
});
afterAll(() => target.close());

const protectedNow = async () =>
  (await target.client.send(new DescribeTableCommand({ TableName }))).Table?.DeletionProtectionEnabled;

test("turns the protection against deletion on and off", async () => {
  for (const on of [true, false]) {
    await target.client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: on }));
    await target.active(TableName);
    expect(await protectedNow()).toBe(on);
  }
});

test("changes to provisioned throughput", async () => {
  const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 2 };
  const own = await target.createTable({
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    GlobalSecondaryIndexes: undefined,
  });
  await target.client.send(
    new UpdateTableCommand({ TableName: own, BillingMode: "PROVISIONED", ProvisionedThroughput }),
  );
  await target.active(own);
  const { Table } = await target.client.send(new DescribeTableCommand({ TableName: own }));
  expect(Table?.ProvisionedThroughput).toMatchObject(ProvisionedThroughput);
});

test("refuses a change of nothing", async () => {
  expect((await errorOf(target.client.send(new UpdateTableCommand({ TableName })))).name).toBe(
    "ValidationException",
  );
});

test("names a table that does not exist", async () => {
  expect(
    await errorOf(
      target.client.send(new UpdateTableCommand({ TableName: "not-there", DeletionProtectionEnabled: true })),
    ),
  ).toMatchObject({
    name: "ResourceNotFoundException",
    message: "Requested resource not found: Table: not-there not found",
  });
});
