import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
const names = ["a", "b", "c", "d", "e"];

beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
  await target.documents.send(
    new BatchWriteCommand({
      RequestItems: {
        [TableName]: names.map((name, n) => ({
          PutRequest: {
            Item: { pk: "VIDEO#1", sk: `SEGMENT#${name}`, n, gsi1pk: `INDEX#${n % 2}`, gsi1sk: `9-${name}` },
          },
        })),
      },
    }),
  );
}, 180_000);
afterAll(() => target.close(), 60_000);

const query = (input: object) =>
  target.documents.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": "VIDEO#1" },
      ...input,
    }),
  );
const found = (items: Record<string, unknown>[] | undefined) =>
  items?.map(({ sk }) => String(sk).slice(-1)).join("");

describe("Query", () => {
  it.each([
    ["all in order of the sort key", {}, "abcde"],
    ["backwards", { ScanIndexForward: false }, "edcba"],
    [
      "a prefix",
      {
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :s)",
        ExpressionAttributeValues: { ":pk": "VIDEO#1", ":s": "SEGMENT#c" },
      },
      "c",
    ],
    [
      "a range",
      {
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :a AND :b",
        ExpressionAttributeValues: { ":pk": "VIDEO#1", ":a": "SEGMENT#b", ":b": "SEGMENT#d" },
      },
      "bcd",
    ],
    [
      "what the filter lets through",
      { FilterExpression: "n > :n", ExpressionAttributeValues: { ":pk": "VIDEO#1", ":n": 2 } },
      "de",
    ],
  ])("gives %s", async (_, input, expected) => {
    expect(found((await query(input)).Items)).toBe(expected);
  });

  it("goes on where the last page ended", async () => {
    const first = await query({ Limit: 2 });
    expect(first.LastEvaluatedKey).toEqual({ pk: "VIDEO#1", sk: "SEGMENT#b" });
    const second = await query({ Limit: 2, ExclusiveStartKey: first.LastEvaluatedKey });
    const third = await query({ Limit: 2, ExclusiveStartKey: second.LastEvaluatedKey });
    expect([first, second, third].map(({ Items }) => found(Items))).toEqual(["ab", "cd", "e"]);
    expect(third.LastEvaluatedKey).toBeUndefined();
  });

  it("counts without items", async () => {
    expect(await query({ Select: "COUNT" })).toMatchObject({ Count: 5 });
  });
});

describe("a GSI", () => {
  const byIndex = (value: string) =>
    query({
      IndexName: "byIndex",
      KeyConditionExpression: "gsi1pk = :pk",
      ExpressionAttributeValues: { ":pk": value },
    });

  it("holds the items that have its keys, in its own order", async () => {
    expect(found((await byIndex("INDEX#0")).Items)).toBe("ace");
    expect(found((await byIndex("INDEX#1")).Items)).toBe("bd");
  });

  it("follows updates and deletes", async () => {
    const Key = { pk: "VIDEO#2", sk: "SEGMENT#z" };
    const move = (to: string) =>
      target.documents.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: "SET gsi1pk = :to, gsi1sk = :one",
          ExpressionAttributeValues: { ":to": to, ":one": "1" },
        }),
      );
    // The service itself needs a moment.
    const settled = async (value: string, expected: string) => {
      for (let tries = 0; tries < 50; tries += 1) {
        if (found((await byIndex(value)).Items) === expected) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`${value} never held ${expected}`);
    };
    await move("INDEX#8");
    await settled("INDEX#8", "z");
    await move("INDEX#9");
    await settled("INDEX#8", "");
    await settled("INDEX#9", "z");
    await target.documents.send(new DeleteCommand({ TableName, Key }));
    await settled("INDEX#9", "");
  });

  it("has no consistent read", async () => {
    const error = await errorOf(
      query({
        IndexName: "byIndex",
        ConsistentRead: true,
        KeyConditionExpression: "gsi1pk = :pk",
        ExpressionAttributeValues: { ":pk": "INDEX#0" },
      }),
    );
    expect(error.message).toBe("Consistent reads are not supported on global secondary indexes");
  });

  it("must exist", async () => {
    const error = await errorOf(query({ IndexName: "byNothing" }));
    expect(error.message).toBe("The table does not have the specified index: byNothing");
  });
});

describe("Scan and batches", () => {
  it("Scan gives what the filter lets through", async () => {
    const { Items } = await target.documents.send(
      new ScanCommand({ TableName, FilterExpression: "n < :n", ExpressionAttributeValues: { ":n": 2 } }),
    );
    expect(Items).toHaveLength(2);
  });

  it("BatchGetItem gives the items that there are", async () => {
    const { Responses } = await target.documents.send(
      new BatchGetCommand({
        RequestItems: {
          [TableName]: { Keys: ["a", "b", "x"].map((name) => ({ pk: "VIDEO#1", sk: `SEGMENT#${name}` })) },
        },
      }),
    );
    expect(Responses?.[TableName]?.map(({ sk }) => sk).sort()).toEqual(["SEGMENT#a", "SEGMENT#b"]);
  });

  it.each([
    ["26 writes", Array.from({ length: 26 }, (_, n) => `${n}`)],
    ["two writes of one item", ["a", "a"]],
  ])("BatchWriteItem refuses %s", async (_, keys) => {
    const error = await errorOf(
      target.documents.send(
        new BatchWriteCommand({
          RequestItems: { [TableName]: keys.map((sk) => ({ PutRequest: { Item: { pk: "B", sk } } })) },
        }),
      ),
    );
    expect(error.name).toBe("ValidationException");
  });
});
