import { PutCommand, TransactGetCommand } from "@aws-sdk/lib-dynamodb";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
  await target.documents.send(new PutCommand({ TableName, Item: { pk: "a", sk: "1", n: 1, m: 2 } }));
});
afterAll(() => target.close());

const get = (keys: Record<string, string>[], projection?: string) =>
  target.documents.send(
    new TransactGetCommand({
      TransactItems: keys.map((Key) => ({
        Get: { TableName, Key, ...(projection ? { ProjectionExpression: projection } : {}) },
      })),
    }),
  );

describe("TransactGetItems", () => {
  it("gives one entry for each key, in order, also for what is not there", async () => {
    const { Responses } = await get([
      { pk: "a", sk: "2" },
      { pk: "a", sk: "1" },
    ]);
    expect(Responses).toEqual([{}, { Item: { pk: "a", sk: "1", n: 1, m: 2 } }]);
  });

  it("gives only the attributes asked for", async () => {
    const { Responses } = await get([{ pk: "a", sk: "1" }], "n");
    expect(Responses).toEqual([{ Item: { n: 1 } }]);
  });

  it("refuses one key twice", async () => {
    const key = { pk: "a", sk: "1" };
    expect(await errorOf(get([key, key]))).toMatchObject({
      name: "ValidationException",
      message: "Transaction request cannot include multiple operations on one item",
    });
  });

  it("is cancelled by a key that does not fit the table", async () => {
    const error = await errorOf(get([{ pk: "a", sk: "1" }, { pk: "a" }]));
    expect(error).toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [
        { Code: "None" },
        { Code: "ValidationError", Message: "The provided key element does not match the schema" },
      ],
    });
  });
});
