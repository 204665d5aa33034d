import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
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

test("changes an item by an expression, and gives it back", async () => {
  await target.documents.send(
    new PutCommand({
      TableName,
      Item: { ...key("change"), list: [1], n: 1, gone: 1, tags: new Set(["a"]) },
    }),
  );
  const { Attributes } = await target.documents.send(
    new UpdateCommand({
      TableName,
      Key: key("change"),
      UpdateExpression:
        "SET #l = list_append(#l, :two), fresh = if_not_exists(fresh, :one) ADD n :one, tags :b REMOVE gone",
      ExpressionAttributeNames: { "#l": "list" },
      ExpressionAttributeValues: { ":two": [2], ":one": 1, ":b": new Set(["b"]) },
      ReturnValues: "ALL_NEW",
    }),
  );
  expect(Attributes).toEqual({ ...key("change"), list: [1, 2], n: 2, fresh: 1, tags: new Set(["a", "b"]) });
});

test("adds up a hundred increments at once", async () => {
  await Promise.all(
    Array.from({ length: 100 }, () =>
      target.documents.send(
        new UpdateCommand({
          TableName,
          Key: key("counter"),
          UpdateExpression: "ADD n :one",
          ExpressionAttributeValues: { ":one": 1 },
        }),
      ),
    ),
  );
  expect(await read("counter")).toMatchObject({ n: 100 });
});

const full = { pk: { S: "a" }, sk: { S: "b" } };
test.each([
  [
    "a reserved word",
    new UpdateItemCommand({
      TableName: "*",
      Key: full,
      UpdateExpression: "SET status = :s",
      ExpressionAttributeValues: { ":s": { S: "READY" } },
    }),
    "ValidationException",
  ],
  [
    "an unused value",
    new UpdateItemCommand({
      TableName: "*",
      Key: full,
      UpdateExpression: "REMOVE a",
      ExpressionAttributeValues: { ":s": { S: "READY" } },
    }),
    "ValidationException",
  ],
  [
    "a path into a map that is not there",
    new UpdateItemCommand({
      TableName: "*",
      Key: full,
      UpdateExpression: "SET a.b = :s",
      ExpressionAttributeValues: { ":s": { S: "x" } },
    }),
    "ValidationException",
  ],
  [
    "a change of the key",
    new UpdateItemCommand({
      TableName: "*",
      Key: full,
      UpdateExpression: "SET sk = :s",
      ExpressionAttributeValues: { ":s": { S: "x" } },
    }),
    "ValidationException",
  ],
])("refuses %s", async (_, command, name) => {
  if (command.input.TableName === "*") command.input.TableName = TableName;
  const error = await errorOf(target.client.send(command));
  expect(error.name).toBe(name);
  expect(error.message).not.toBe("");
});

test("writes nothing when the condition fails", async () => {
  const error = await errorOf(
    target.documents.send(
      new UpdateCommand({
        TableName,
        Key: key("absent"),
        UpdateExpression: "SET n = :one",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":one": 1 },
      }),
    ),
  );
  expect(error.name).toBe("ConditionalCheckFailedException");
  expect(await read("absent")).toBeUndefined();
});

test("names a table that does not exist", async () => {
  const update = new UpdateItemCommand({ TableName: "not-there", Key: full, UpdateExpression: "REMOVE a" });
  expect((await errorOf(target.client.send(update))).name).toBe("ResourceNotFoundException");
});
