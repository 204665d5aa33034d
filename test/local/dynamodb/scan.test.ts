import { ScanCommand } from "@aws-sdk/lib-dynamodb";
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

test("gives what the filter lets through", async () => {
  const { Items } = await target.documents.send(
    new ScanCommand({ TableName, FilterExpression: "n < :n", ExpressionAttributeValues: { ":n": 2 } }),
  );
  expect(Items).toHaveLength(2);
});

test("gives everything, page by page", async () => {
  const letters: string[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await target.documents.send(new ScanCommand({ TableName, Limit: 2, ExclusiveStartKey }));
    expect(page.Items?.length).toBeLessThanOrEqual(2);
    letters.push(found(page.Items) ?? "");
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  expect(letters.join("")).toBe("abcde");
});

test("gives every item to one of the segments of a parallel scan", async () => {
  const parts = await Promise.all(
    [0, 1, 2].map((Segment) =>
      target.documents.send(new ScanCommand({ TableName, Segment, TotalSegments: 3 })),
    ),
  );
  const all = parts.flatMap(({ Items = [] }) => Items);
  expect([...(found(all) ?? "")].sort().join("")).toBe("abcde");
});

test.each([
  ["a table that is not there", { TableName: "not-there" }, "ResourceNotFoundException"],
  ["an index that is not there", { IndexName: "byNothing" }, "ValidationException"],
  ["a segment of none", { Segment: 0 }, "ValidationException"],
])("refuses %s", async (_, wrong, name) => {
  expect((await errorOf(target.documents.send(new ScanCommand({ TableName, ...wrong })))).name).toBe(name);
});
