import { BatchWriteCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
});
afterAll(() => target.close());

test.each([
  ["26 writes", Array.from({ length: 26 }, (_, n) => `${n}`)],
  ["two writes of one item", ["a", "a"]],
])("refuses %s", async (_, keys) => {
  const error = await errorOf(
    target.documents.send(
      new BatchWriteCommand({
        RequestItems: { [TableName]: keys.map((sk) => ({ PutRequest: { Item: { pk: "B", sk } } })) },
      }),
    ),
  );
  expect(error.name).toBe("ValidationException");
});

test("puts and deletes", async () => {
  await target.documents.send(new PutCommand({ TableName, Item: { pk: "W", sk: "old" } }));
  const { UnprocessedItems } = await target.documents.send(
    new BatchWriteCommand({
      RequestItems: {
        [TableName]: [
          { PutRequest: { Item: { pk: "W", sk: "new", n: 1 } } },
          { DeleteRequest: { Key: { pk: "W", sk: "old" } } },
          { DeleteRequest: { Key: { pk: "W", sk: "never" } } },
        ],
      },
    }),
  );
  expect(UnprocessedItems).toEqual({});
  const { Items } = await target.documents.send(
    new QueryCommand({
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": "W" },
    }),
  );
  expect(Items).toEqual([{ pk: "W", sk: "new", n: 1 }]);
});

test("names a table that does not exist", async () => {
  const RequestItems = { "not-there": [{ DeleteRequest: { Key: { pk: "a", sk: "b" } } }] };
  const error = await errorOf(target.documents.send(new BatchWriteCommand({ RequestItems })));
  expect(error.name).toBe("ResourceNotFoundException");
});
