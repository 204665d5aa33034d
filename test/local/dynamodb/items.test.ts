import { DeleteItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
}, 180_000);
afterAll(() => target.close(), 60_000);

const key = (pk: string) => ({ pk, sk: "VIDEO" });
const read = async (pk: string) =>
  (await target.documents.send(new GetCommand({ TableName, Key: key(pk), ConsistentRead: true }))).Item;

describe("one item", () => {
  it("comes back as it was put, with every type", async () => {
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

  it("gives only the attributes asked for", async () => {
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

  it("is not overwritten when the condition says so, and the error shows what is there", async () => {
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

  it("has no Item in the error when a failed condition finds nothing", async () => {
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

  it("is changed by an update expression", async () => {
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

  it("adds up a hundred increments at once", async () => {
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

  it("is handed back when it is deleted", async () => {
    await target.documents.send(new PutCommand({ TableName, Item: { ...key("bye"), n: 1 } }));
    const { Attributes } = await target.documents.send(
      new DeleteCommand({ TableName, Key: key("bye"), ReturnValues: "ALL_OLD" }),
    );
    expect(Attributes).toEqual({ ...key("bye"), n: 1 });
    expect(await read("bye")).toBeUndefined();
  });
});

describe("a refused write", () => {
  const full = { pk: { S: "a" }, sk: { S: "b" } };
  it.each([
    [
      "no such table",
      new PutItemCommand({ TableName: "not-there", Item: full }),
      "ResourceNotFoundException",
    ],
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
  ])("%s", async (_, command, name) => {
    if (command.input.TableName === "*") command.input.TableName = TableName;
    const error = await errorOf(target.client.send(command as PutItemCommand));
    expect(error.name).toBe(name);
    expect(error.message).not.toBe("");
  });
});
