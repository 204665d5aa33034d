import { PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { errorOf, openTarget, type Target } from "./target.ts";

let target: Target;
let TableName: string;
beforeAll(async () => {
  target = await openTarget();
  TableName = await target.createTable();
});
afterAll(() => target.close());

type Parts = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]["TransactItems"]>;
const write = (TransactItems: Parts, options: { ClientRequestToken?: string } = {}) =>
  target.documents.send(new TransactWriteCommand({ TransactItems, ...options }));
const put = (pk: string, sk: string, rest: object = {}) => ({
  Put: { TableName, Item: { pk, sk, ...rest } },
});
const absent = (pk: string, sk: string) => ({
  ConditionCheck: { TableName, Key: { pk, sk }, ConditionExpression: "attribute_not_exists(pk)" },
});
const add = (pk: string, sk: string) => ({
  Update: {
    TableName,
    Key: { pk, sk },
    UpdateExpression: "ADD n :one",
    ExpressionAttributeValues: { ":one": 1 },
  },
});
const stored = async (pk: string) => {
  const { Items } = await target.documents.send(
    new QueryCommand({
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": pk },
    }),
  );
  return Items;
};

describe("TransactWriteItems", () => {
  it("writes all parts, of every kind", async () => {
    await target.documents.send(new PutCommand({ TableName, Item: { pk: "all", sk: "old" } }));
    await write([
      put("all", "new", { n: 1 }),
      add("all", "count"),
      { Delete: { TableName, Key: { pk: "all", sk: "old" } } },
      absent("all", "other"),
    ]);
    expect(await stored("all")).toEqual([
      { pk: "all", sk: "count", n: 1 },
      { pk: "all", sk: "new", n: 1 },
    ]);
  });

  it("writes nothing when one condition fails, and says which", async () => {
    await target.documents.send(new PutCommand({ TableName, Item: { pk: "none", sk: "there", n: 7 } }));
    const error = await errorOf(
      write([
        put("none", "new"),
        {
          Put: {
            TableName,
            Item: { pk: "none", sk: "there" },
            ConditionExpression: "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        },
        absent("none", "there too"),
        {
          Update: {
            TableName,
            Key: { pk: "none", sk: "missing" },
            UpdateExpression: "SET a = :a",
            ConditionExpression: "attribute_exists(pk)",
            ExpressionAttributeValues: { ":a": 1 },
          },
        },
      ]),
    );
    expect(error.name).toBe("TransactionCanceledException");
    expect(error.message).toBe(
      "Transaction cancelled, please refer cancellation reasons for specific reasons " +
        "[None, ConditionalCheckFailed, None, ConditionalCheckFailed]",
    );
    expect(error["CancellationReasons"]).toEqual([
      { Code: "None" },
      {
        Code: "ConditionalCheckFailed",
        Message: "The conditional request failed",
        Item: { pk: { S: "none" }, sk: { S: "there" }, n: { N: "7" } },
      },
      { Code: "None" },
      { Code: "ConditionalCheckFailed", Message: "The conditional request failed" },
    ]);
    expect(await stored("none")).toEqual([{ pk: "none", sk: "there", n: 7 }]);
  });

  it("is cancelled by a part that does not fit the item", async () => {
    const error = await errorOf(
      write([
        put("fit", "a"),
        {
          Update: {
            TableName,
            Key: { pk: "fit", sk: "b" },
            UpdateExpression: "SET a.b = :a",
            ExpressionAttributeValues: { ":a": 1 },
          },
        },
      ]),
    );
    expect(error.name).toBe("TransactionCanceledException");
    expect(error["CancellationReasons"]).toMatchObject([{ Code: "None" }, { Code: "ValidationError" }]);
    expect(await stored("fit")).toEqual([]);
  });

  it.each([
    [
      "two parts about one item",
      () => [put("twice", "a"), absent("twice", "a")],
      "Transaction request cannot include multiple operations on one item",
    ],
    [
      "101 parts",
      () => Array.from({ length: 101 }, (_, n) => put("many", `${n}`)),
      expect.stringContaining("Member must have length less than or equal to 100"),
    ],
    ["no parts", () => [], expect.stringContaining("Member must have length greater than or equal to 1")],
    [
      "a part of two kinds",
      () => [{ ...put("kinds", "a"), ...absent("kinds", "b") }],
      "TransactItems can only contain one of Check, Put, Update or Delete",
    ],
  ])("refuses %s", async (_, parts, message) => {
    const error = await errorOf(write(parts()));
    expect(error).toMatchObject({ name: "ValidationException" });
    expect(error.message).toEqual(message);
  });

  it("takes 100 parts", async () => {
    await write(Array.from({ length: 100 }, (_, n) => put("hundred", `${n}`)));
    expect(await stored("hundred")).toHaveLength(100);
  });

  it("names a table that does not exist", async () => {
    const error = await errorOf(write([{ Put: { TableName: "not-there", Item: { pk: "a", sk: "b" } } }]));
    expect(error).toMatchObject({
      name: "ResourceNotFoundException",
      message: "Requested resource not found",
    });
  });

  it("never loses a single write that comes in between", async () => {
    const single = () =>
      target.documents.send(
        new UpdateCommand({
          TableName,
          Key: { pk: "race", sk: "a" },
          UpdateExpression: "ADD n :one",
          ExpressionAttributeValues: { ":one": 1 },
        }),
      );
    let cancelled = 0;
    const inTransaction = async () => {
      try {
        await write([add("race", "a"), add("race", "b")]);
      } catch (error) {
        // The service may give up one of two writers; then nothing of it may be stored.
        expect((error as Error).name).toBe("TransactionCanceledException");
        cancelled += 1;
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? single() : inTransaction())));
    const counts = Object.fromEntries(((await stored("race")) ?? []).map(({ sk, n }) => [sk, n]));
    expect(counts).toEqual({ a: 20 - cancelled, b: 10 - cancelled });
  });
});

describe("ClientRequestToken", () => {
  it("makes a repeated request succeed without a second effect", async () => {
    const options = { ClientRequestToken: `repeat-${Date.now()}` };
    await write([add("token", "a")], options);
    await write([add("token", "a")], options);
    expect(await stored("token")).toEqual([{ pk: "token", sk: "a", n: 1 }]);
  });

  it("refuses another request under the same token", async () => {
    const options = { ClientRequestToken: `other-${Date.now()}` };
    await write([add("mismatch", "a")], options);
    const error = await errorOf(write([add("mismatch", "b")], options));
    expect(error.name).toBe("IdempotentParameterMismatchException");
    expect(await stored("mismatch")).toHaveLength(1);
  });

  it("may be used again after a cancelled transaction", async () => {
    const options = { ClientRequestToken: `again-${Date.now()}` };
    await target.documents.send(new PutCommand({ TableName, Item: { pk: "again", sk: "x" } }));
    const parts = [absent("again", "x"), add("again", "a")];
    await errorOf(write(parts, options));
    await errorOf(write(parts, options));
    expect(await stored("again")).toHaveLength(1);
  });
});

/** One part of a random transaction on items 0 to 3. */
const part = fc.record({
  item: fc.integer({ min: 0, max: 3 }),
  kind: fc.constantFrom("put", "add", "delete", "check"),
  needs: fc.constantFrom("present", "absent", "nothing"),
});

it("does to the table what one step does to a map, for any sequence of transactions", async () => {
  let round = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(part, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
      async (steps) => {
        round += 1;
        const pk = `law-${round}`;
        const model = new Map<number, number>();
        for (const step of steps) {
          const parts = [...new Map(step.map((each) => [each.item, each])).values()];
          const passes = parts.every(({ item, needs, kind }) =>
            needs === "nothing" && kind !== "check" ? true : model.has(item) === (needs === "present"),
          );
          const sent = write(parts.map((each) => toPart(pk, each)));
          if (!passes) {
            await errorOf(sent);
            continue;
          }
          await sent;
          for (const { item, kind } of parts) {
            if (kind === "put") model.set(item, 0);
            if (kind === "add") model.set(item, (model.get(item) ?? 0) + 1);
            if (kind === "delete") model.delete(item);
          }
        }
        const table = new Map((await stored(pk))?.map(({ sk, n }) => [Number(sk), Number(n)]));
        expect(table).toEqual(new Map([...model].sort(([a], [b]) => a - b)));
      },
    ),
    { numRuns: 40 },
  );
});

function toPart(
  pk: string,
  { item, kind, needs }: { item: number; kind: string; needs: string },
): Parts[number] {
  const Key = { pk, sk: String(item) };
  const condition = needs === "present" ? "attribute_exists(pk)" : "attribute_not_exists(pk)";
  const base = { TableName, ...(needs === "nothing" ? {} : { ConditionExpression: condition }) };
  if (kind === "check") return { ConditionCheck: { TableName, Key, ConditionExpression: condition } };
  if (kind === "put") return { Put: { ...base, Item: { ...Key, n: 0 } } };
  if (kind === "delete") return { Delete: { ...base, Key } };
  return {
    Update: {
      ...base,
      Key,
      UpdateExpression: "ADD n :one",
      ExpressionAttributeValues: { ":one": 1 },
    },
  };
}
