import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
});
afterAll(() => target.close());

const key = (pk: string) => ({ pk, sk: "VIDEO" });

test("gives only the attributes asked for", async () => {
  await target.documents.send(
    new PutCommand({ TableName, Item: { ...key("some"), map: { a: 1, b: 2 }, c: 3 } }),
  );
  const { Item } = await target.documents.send(
    new GetCommand({
      TableName,
      Key: key("some"),
      ProjectionExpression: "#m.a",
      ExpressionAttributeNames: { "#m": "map" },
    }),
  );
  expect(Item).toEqual({ map: { a: 1 } });
});

test("gives no item for a key that is not there", async () => {
  expect(
    (await target.documents.send(new GetCommand({ TableName, Key: key("absent") }))).Item,
  ).toBeUndefined();
});

test.each([
  ["a table that is not there", { TableName: "not-there" }, "ResourceNotFoundException"],
  ["a key without its second part", { Key: { pk: { S: "a" } } }, "ValidationException"],
  ["an empty projection", { ProjectionExpression: "" }, "ValidationException"],
])("refuses %s", async (_, wrong, name) => {
  const Key = { pk: { S: "a" }, sk: { S: "b" } };
  const error = await errorOf(target.client.send(new GetItemCommand({ TableName, Key, ...wrong })));
  expect(error.name).toBe(name);
});
