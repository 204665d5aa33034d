import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
});
afterAll(() => target.close());

const key = (pk: string) => ({ pk, sk: "VIDEO" });
const read = async (pk: string) =>
  (await target.documents.send(new GetCommand({ TableName, Key: key(pk), ConsistentRead: true }))).Item;

test("deletes an item, and gives it back when asked", async () => {
  await target.documents.send(new PutCommand({ TableName, Item: { ...key("bye"), n: 1 } }));
  const { Attributes } = await target.documents.send(
    new DeleteCommand({ TableName, Key: key("bye"), ReturnValues: "ALL_OLD" }),
  );
  expect(Attributes).toEqual({ ...key("bye"), n: 1 });
  expect(await read("bye")).toBeUndefined();
});

test("has no Item in the error when a failed condition finds nothing", async () => {
  const error = await errorOf(
    target.client.send(
      new DeleteItemCommand({
        TableName,
        Key: { pk: { S: "absent" }, sk: { S: "VIDEO" } },
        ConditionExpression: "attribute_exists(pk)",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    ),
  );
  expect(error.name).toBe("ConditionalCheckFailedException");
  expect(error["Item"]).toBeUndefined();
});

test("succeeds when there is nothing to delete", async () => {
  const answer = await target.documents.send(
    new DeleteCommand({ TableName, Key: key("never"), ReturnValues: "ALL_OLD" }),
  );
  expect(answer.Attributes).toBeUndefined();
});

test.each([
  ["a table that is not there", { TableName: "not-there" }, "ResourceNotFoundException"],
  ["a key without its second part", { Key: { pk: { S: "a" } } }, "ValidationException"],
])("refuses %s", async (_, wrong, name) => {
  const Key = { pk: { S: "a" }, sk: { S: "b" } };
  const error = await errorOf(target.client.send(new DeleteItemCommand({ TableName, Key, ...wrong })));
  expect(error.name).toBe(name);
});
