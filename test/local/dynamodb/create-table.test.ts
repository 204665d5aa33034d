import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
} from "@aws-sdk/client-dynamodb";
import { catalogTable } from "./catalog-table.ts";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.close());

const create = (input: Partial<CreateTableCommandInput>) =>
  target.client.send(new CreateTableCommand({ ...catalogTable, TableName: undefined, ...input }));

test("makes a table, which is active after a while", async () => {
  const TableName = target.newName();
  const { TableDescription } = await create({ TableName, DeletionProtectionEnabled: true });
  expect(TableDescription).toMatchObject({
    TableName,
    TableStatus: "CREATING",
    DeletionProtectionEnabled: true,
  });
  await target.active(TableName);
  const { Table } = await target.client.send(new DescribeTableCommand({ TableName }));
  expect(Table).toMatchObject({ TableStatus: "ACTIVE", ItemCount: 0, DeletionProtectionEnabled: true });
});

test("makes a table without indexes", async () => {
  const TableName = await target.createTable({
    AttributeDefinitions: catalogTable.AttributeDefinitions.slice(0, 2),
    GlobalSecondaryIndexes: undefined,
  });
  const { Table } = await target.client.send(new DescribeTableCommand({ TableName }));
  expect(Table?.GlobalSecondaryIndexes).toBeUndefined();
});

test("does not make a table twice", async () => {
  const TableName = await target.createTable();
  expect((await errorOf(create({ TableName }))).name).toBe("ResourceInUseException");
});

test.each<[string, Partial<CreateTableCommandInput>]>([
  ["a name of two letters", { TableName: "ab" }],
  ["a name with a space", { TableName: "a table" }],
  ["a key whose type is not told", { AttributeDefinitions: [] }],
  ["a type that no key uses", { GlobalSecondaryIndexes: undefined }],
  ["provisioned throughput without its amount", { BillingMode: "PROVISIONED" }],
])("refuses %s", async (_, wrong) => {
  const error = await errorOf(create({ TableName: target.newName(), ...wrong }));
  expect(error.name).toBe("ValidationException");
});
