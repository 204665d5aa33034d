import { PutItemCommand } from "@aws-sdk/client-dynamodb";
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
const read = async (pk: string) =>
  (await target.documents.send(new GetCommand({ TableName, Key: key(pk), ConsistentRead: true }))).Item;

test("keeps every type of attribute", async () => {
  const item = {
    ...key("types"),
    text: "ä€😀",
    number: 12.5,
    yes: true,
    nothing: null,
    bytes: new Uint8Array([0, 1, 255]),
    list: [1, "two", [3]],
    map: { a: { b: "c" } },
    texts: new Set(["x", "y"]),
  };
  await target.documents.send(new PutCommand({ TableName, Item: item }));
  expect(await read("types")).toEqual(item);
});

test("does not overwrite an item when the condition says so, and the error shows what is there", async () => {
  const put = (n: number, option?: "ALL_OLD") =>
    target.documents.send(
      new PutCommand({
        TableName,
        Item: { ...key("once"), n },
        ConditionExpression: "attribute_not_exists(pk)",
        ReturnValuesOnConditionCheckFailure: option,
      }),
    );
  await put(1);
  expect(await errorOf(put(2))).toMatchObject({
    name: "ConditionalCheckFailedException",
    message: "The conditional request failed",
  });
  expect((await errorOf(put(2)))["Item"]).toBeUndefined();
  expect((await errorOf(put(2, "ALL_OLD")))["Item"]).toEqual({
    pk: { S: "once" },
    sk: { S: "VIDEO" },
    n: { N: "1" },
  });
  expect(await read("once")).toMatchObject({ n: 1 });
});

const full = { pk: { S: "a" }, sk: { S: "b" } };
test.each([
  ["no such table", new PutItemCommand({ TableName: "not-there", Item: full }), "ResourceNotFoundException"],
  [
    "a missing sort key",
    new PutItemCommand({ TableName: "*", Item: { pk: { S: "a" } } }),
    "ValidationException",
  ],
  [
    "a key of another type",
    new PutItemCommand({ TableName: "*", Item: { ...full, sk: { N: "1" } } }),
    "ValidationException",
  ],
  [
    "an index key of another type",
    new PutItemCommand({ TableName: "*", Item: { ...full, gsi1pk: { N: "1" } } }),
    "ValidationException",
  ],
  [
    "more than 400 KB",
    new PutItemCommand({ TableName: "*", Item: { ...full, big: { S: "x".repeat(410_000) } } }),
    "ValidationException",
  ],
])("refuses %s", async (_, command, name) => {
  if (command.input.TableName === "*") command.input.TableName = TableName;
  const error = await errorOf(target.client.send(command));
  expect(error.name).toBe(name);
  expect(error.message).not.toBe("");
});

test("gives back the item that it replaces, when asked", async () => {
  const put = (n: number) =>
    target.documents.send(new PutCommand({ TableName, Item: { ...key("old"), n }, ReturnValues: "ALL_OLD" }));
  expect((await put(1)).Attributes).toBeUndefined();
  expect((await put(2)).Attributes).toEqual({ ...key("old"), n: 1 });
});
