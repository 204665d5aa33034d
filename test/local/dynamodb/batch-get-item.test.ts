import { BatchGetCommand } from "@aws-sdk/lib-dynamodb";
import { putSegments } from "./segments.ts";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
  await putSegments(target, TableName);
});
afterAll(() => target.close());

test("gives the items that there are", async () => {
  const { Responses } = await target.documents.send(
    new BatchGetCommand({
      RequestItems: {
        [TableName]: { Keys: ["a", "b", "x"].map((name) => ({ pk: "VIDEO#1", sk: `SEGMENT#${name}` })) },
      },
    }),
  );
  expect(Responses?.[TableName]?.map(({ sk }) => sk).sort()).toEqual(["SEGMENT#a", "SEGMENT#b"]);
});

test("gives only the attributes asked for", async () => {
  const Keys = [{ pk: "VIDEO#1", sk: "SEGMENT#c" }];
  const { Responses, UnprocessedKeys } = await target.documents.send(
    new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ProjectionExpression: "n" } } }),
  );
  expect(Responses?.[TableName]).toEqual([{ n: 2 }]);
  expect(UnprocessedKeys).toEqual({});
});

const keys = (count: number) => Array.from({ length: count }, (_, n) => ({ pk: "B", sk: `${n}` }));
test.each([
  ["101 keys", () => ({ [TableName]: { Keys: keys(101) } }), "ValidationException"],
  ["one key twice", () => ({ [TableName]: { Keys: [...keys(1), ...keys(1)] } }), "ValidationException"],
  ["nothing", () => ({}), "ValidationException"],
  ["a table that is not there", () => ({ "not-there": { Keys: keys(1) } }), "ResourceNotFoundException"],
])("refuses %s", async (_, items, name) => {
  const error = await errorOf(target.documents.send(new BatchGetCommand({ RequestItems: items() })));
  expect(error.name).toBe(name);
});
