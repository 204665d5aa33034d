import { DeleteCommand, PutCommand, QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { eventually } from "../eventually.ts";
import { catalogTable } from "./catalog-table.ts";
import { found, putSegments } from "./segments.ts";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
  await putSegments(target, TableName);
});
afterAll(() => target.close());

const query = (input: object) =>
  target.documents.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": "VIDEO#1" },
      ...input,
    }),
  );

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
    const answer = await query({ Select: "COUNT" });
    expect(answer).toMatchObject({ Count: 5, ScannedCount: 5 });
    expect(answer.Items).toBeUndefined();
  });

  it("gives only the attributes asked for", async () => {
    const { Items } = await query({
      ProjectionExpression: "#n",
      ExpressionAttributeNames: { "#n": "n" },
      Limit: 2,
    });
    expect(Items).toEqual([{ n: 0 }, { n: 1 }]);
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
    const settled = (value: string, expected: string) =>
      eventually(async () => expect(found((await byIndex(value)).Items)).toBe(expected));
    await move("INDEX#8");
    await settled("INDEX#8", "z");
    await move("INDEX#9");
    await settled("INDEX#8", "");
    await settled("INDEX#9", "z");
    await target.documents.send(new DeleteCommand({ TableName, Key }));
    await settled("INDEX#9", "");
  });

  it("counts its own items", async () => {
    const counted = await query({
      IndexName: "byIndex",
      Select: "COUNT",
      KeyConditionExpression: "gsi1pk = :pk",
      ExpressionAttributeValues: { ":pk": "INDEX#0" },
    });
    expect(counted).toMatchObject({ Count: 3 });
  });

  it("holds the keys and what it includes, and nothing else", async () => {
    const Projection = { ProjectionType: "INCLUDE" as const, NonKeyAttributes: ["title"] };
    const narrow = await target.createTable({
      GlobalSecondaryIndexes: catalogTable.GlobalSecondaryIndexes.map((index) => ({ ...index, Projection })),
    });
    const Item = {
      pk: "VIDEO#1",
      sk: "VIDEO",
      gsi1pk: "INDEX#1",
      gsi1sk: "1",
      title: "Holiday",
      summary: "long",
    };
    await target.documents.send(new PutCommand({ TableName: narrow, Item }));
    const input = {
      TableName: narrow,
      IndexName: "byIndex",
      KeyConditionExpression: "gsi1pk = :pk",
      ExpressionAttributeValues: { ":pk": "INDEX#1" },
    };
    const { summary: _, ...included } = Item;
    await eventually(async () => expect((await query(input)).Items).toEqual([included]));
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

test.each([
  ["a table that is not there", { TableName: "not-there" }, "ResourceNotFoundException"],
  ["a condition without the partition key", { KeyConditionExpression: "sk = :pk" }, "ValidationException"],
  ["a page of nothing", { Limit: 0 }, "ValidationException"],
])("refuses %s", async (_, wrong, name) => {
  expect((await errorOf(query(wrong))).name).toBe(name);
});
