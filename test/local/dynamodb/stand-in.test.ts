import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import { wallClock } from "../../../local/clock.ts";
import { DYNALITE_VERSION } from "../../../local/dynamodb/dynalite.ts";
import { createDynamoDb, type DynamoDbStandIn } from "../../../local/dynamodb/stand-in.ts";
import { AccessDenied, type Caller } from "../../../local/service.ts";
import { developer, serve } from "../serve.ts";
import { catalogTable, place } from "./catalog-table.ts";
import { errorOf } from "./target.ts";

const TableName = "catalog";
const tableArn = "arn:aws:dynamodb:eu-west-1:111122223333:table/catalog";
const wall = wallClock();
/** Milliseconds that the stand-ins are ahead of the wall. */
let ahead = 0;
const clock = { ...wall, now: () => wall.now() + ahead };
let dir: string;
let standIn: DynamoDbStandIn;

beforeEach(async () => {
  ahead = 0;
  dir = await mkdtemp(join(tmpdir(), "dynamodb-"));
  standIn = await createDynamoDb({ dir, clock, place });
  await standIn.createTable({ ...catalogTable, TableName });
});
afterEach(async () => {
  await standIn.close();
  await rm(dir, { recursive: true, force: true });
});

async function restart(): Promise<void> {
  await standIn.close();
  standIn = await createDynamoDb({ dir, clock, place });
}
const run = (operation: string, input: object, caller: Caller = developer) =>
  standIn.execute(operation, input, caller) as Promise<Record<string, unknown>>;
const Item = { pk: { S: "a" }, sk: { S: "b" } };
const aPut = { TransactItems: [{ Put: { TableName, Item } }], ClientRequestToken: "t" };

it("runs on exactly the version of dynalite whose insides it uses", async () => {
  const manifest = await readFile(createRequire(import.meta.url).resolve("dynalite/package.json"), "utf8");
  expect(JSON.parse(manifest).version).toBe(DYNALITE_VERSION);
});

describe("restart", () => {
  it("keeps items, settings and tokens", async () => {
    await run("TransactWriteItems", aPut);
    await run("UpdateTimeToLive", {
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: "expiresAt" },
    });
    await restart();
    expect(await standIn.createTable({ ...catalogTable, TableName })).toEqual({ arn: tableArn });
    expect(await run("GetItem", { TableName, Key: Item })).toMatchObject({ Item });
    expect(await run("DescribeTimeToLive", { TableName })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName: "expiresAt" },
    });
    await run("DeleteItem", { TableName, Key: Item });
    await run("TransactWriteItems", aPut);
    expect(await run("GetItem", { TableName, Key: Item })).toEqual({});
  });

  it("does not take a table with other indexes for the same", async () => {
    await restart();
    const { GlobalSecondaryIndexes: _, AttributeDefinitions, ...rest } = catalogTable;
    const other = { ...rest, TableName, AttributeDefinitions: AttributeDefinitions.slice(0, 2) };
    expect((await errorOf(standIn.createTable(other))).name).toBe("ResourceInUseException");
  });

  it("finds no rows of a deleted table in a new one of the same name", async () => {
    await run("PutItem", { TableName, Item: { ...Item, gsi1pk: { S: "g" }, gsi1sk: { S: "1" } } });
    await run("DeleteTable", { TableName });
    await standIn.createTable({ ...catalogTable, TableName });
    expect(await run("Scan", { TableName })).toMatchObject({ Count: 0 });
    expect(await run("Scan", { TableName, IndexName: "byIndex" })).toMatchObject({ Count: 0 });
  });

  it("finds whole transactions only after the process was killed in their midst", async () => {
    const home = await mkdtemp(join(tmpdir(), "dynamodb-killed-"));
    const script = fileURLToPath(new URL("./transaction-writer.ts", import.meta.url));
    // Each kill meets another moment of a transaction: an eighth of its time, three eighths, and so on.
    for (const moment of [1 / 8, 3 / 8, 5 / 8, 7 / 8]) {
      const writer = spawn(process.execPath, ["--import", "tsx", script, home, TableName], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const times: number[] = [];
      await new Promise<void>((resolve) => {
        writer.stdout.on("data", () => {
          times.push(performance.now());
          if (times.length === 8) resolve();
        });
      });
      const period = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / (times.length - 1);
      await new Promise((resolve) => setTimeout(resolve, period * moment));
      writer.kill("SIGKILL");
      await new Promise((resolve) => writer.once("exit", resolve));
      const after = await createDynamoDb({ dir: home, clock, place });
      const all = async (IndexName?: string) => {
        const { Items } = (await after.execute("Scan", { TableName, IndexName }, developer)) as {
          Items: { n: { N: string } }[];
        };
        return Items.map(({ n }) => n.N);
      };
      const [items, index] = [await all(), await all("byIndex")];
      await after.close();
      expect(items).toHaveLength(100);
      expect(new Set(items).size).toBe(1);
      expect(index).toEqual(items);
    }
    await rm(home, { recursive: true, force: true });
  }, 60_000);
});

it("forgets a client request token after ten minutes, whether restarted or not", async () => {
  const add = {
    TransactItems: [
      {
        Update: {
          TableName,
          Key: Item,
          UpdateExpression: "ADD n :one",
          ExpressionAttributeValues: { ":one": { N: "1" } },
        },
      },
    ],
    ClientRequestToken: "once",
  };
  const counts: unknown[] = [];
  for (const [minutes, fresh] of [
    [0, false],
    [9, false],
    [9, true],
    [11, true],
    [30, false],
  ] as const) {
    ahead = minutes * 60_000;
    if (fresh) await restart();
    await run("TransactWriteItems", add);
    const { Item: item } = await run("GetItem", { TableName, Key: Item });
    counts.push((item as { n: { N: string } }).n.N);
  }
  expect(counts).toEqual(["1", "1", "1", "2", "3"]);
});

describe("rights", () => {
  const Key = Item;
  const index = {
    TableName,
    IndexName: "byIndex",
    KeyConditionExpression: "gsi1pk = :v",
    ExpressionAttributeValues: { ":v": { S: "x" } },
  };
  const update = { TableName, Key, UpdateExpression: "REMOVE a" };
  const check = { TableName, Key, ConditionExpression: "attribute_exists(pk)" };
  it.each<[string, object, string[]]>([
    ["GetItem", { TableName, Key }, [`dynamodb:GetItem ${tableArn}`]],
    ["PutItem", { TableName, Item }, [`dynamodb:PutItem ${tableArn}`]],
    ["UpdateItem", update, [`dynamodb:UpdateItem ${tableArn}`]],
    ["DeleteItem", { TableName, Key }, [`dynamodb:DeleteItem ${tableArn}`]],
    ["Scan", { TableName }, [`dynamodb:Scan ${tableArn}`]],
    ["Query", index, [`dynamodb:Query ${tableArn}/index/byIndex`]],
    ["DescribeTable", { TableName }, [`dynamodb:DescribeTable ${tableArn}`]],
    ["ListTables", {}, ["dynamodb:ListTables *"]],
    [
      "BatchGetItem",
      { RequestItems: { [TableName]: { Keys: [Key] } } },
      [`dynamodb:BatchGetItem ${tableArn}`],
    ],
    [
      "BatchWriteItem",
      { RequestItems: { [TableName]: [{ PutRequest: { Item } }] } },
      [`dynamodb:BatchWriteItem ${tableArn}`],
    ],
    ["TransactGetItems", { TransactItems: [{ Get: { TableName, Key } }] }, [`dynamodb:GetItem ${tableArn}`]],
    [
      "TransactWriteItems",
      {
        TransactItems: [
          { Put: { TableName, Item } },
          { Update: update },
          { Delete: { TableName, Key } },
          { ConditionCheck: check },
        ],
      },
      ["PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"].map(
        (name) => `dynamodb:${name} ${tableArn}`,
      ),
    ],
  ])("%s", async (operation, input, needed) => {
    const asked: string[] = [];
    const noting: Caller = {
      name: "noting",
      authorize: (action, resource) => {
        asked.push(`${action} ${resource}`);
      },
    };
    await run(operation, input, noting).catch(() => {});
    expect(asked).toEqual(needed);
  });

  it("a refused write leaves nothing behind", async () => {
    const denied: Caller = {
      name: "reader",
      authorize: (action, resource) => {
        throw new AccessDenied("reader", action, resource);
      },
    };
    await expect(run("TransactWriteItems", aPut, denied)).rejects.toBeInstanceOf(AccessDenied);
    await expect(run("PutItem", { TableName, Item }, denied)).rejects.toBeInstanceOf(AccessDenied);
    expect(await run("Scan", { TableName })).toMatchObject({ Count: 0 });
  });
});

describe("what it does not support", () => {
  const equals = (value: object) => ({
    TableName,
    Item,
    ConditionExpression: "#a = :v OR attribute_not_exists(pk)",
    ExpressionAttributeNames: { "#a": "a" },
    ExpressionAttributeValues: { ":v": value },
  });
  it.each<[string, string, object]>([
    ["a field that it does not know", "PutItem", { TableName, Item, Mystery: 1 }],
    [
      "a field of a part that it does not know",
      "TransactWriteItems",
      {
        TransactItems: [{ Put: { TableName, Item, ReturnValues: "ALL_OLD" } }],
      },
    ],
    [
      "a stream",
      "CreateTable",
      { ...catalogTable, TableName: "streams", StreamSpecification: { StreamEnabled: true } },
    ],
    ["a change of indexes", "UpdateTable", { TableName, GlobalSecondaryIndexUpdates: [{}] }],
    ["comparing a map", "PutItem", equals({ M: {} })],
    ["comparing a list", "PutItem", equals({ L: [] })],
  ])("refuses %s", async (_, operation, input) => {
    const error = await errorOf(run(operation, input));
    expect(error.name).toBe("ValidationException");
    expect(error.message).toContain("not supported by the local host");
  });

  it("refuses an operation that it does not know", async () => {
    expect((await errorOf(run("ExecuteStatement", {}))).name).toBe("UnknownOperationException");
  });
});

describe("the wire", () => {
  const send = async (target: string, body: string) => {
    const port = await serve(standIn);
    const response = await fetch(port.endpoint, {
      method: "POST",
      headers: { "x-amz-target": target, "content-type": "application/x-amz-json-1.0" },
      body,
    });
    const text = await response.text();
    await port.close();
    return { response, text };
  };

  it.each([
    [
      "DynamoDB_20120810.GetItem",
      JSON.stringify({ TableName: "no-such", Key: {} }),
      "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
    ],
    [
      "DynamoDB_20120810.GetItem",
      JSON.stringify({ TableName, Key: {} }),
      "com.amazon.coral.validate#ValidationException",
    ],
    ["DynamoDB_20120810.GetItem", "{", "com.amazon.coral.service#SerializationException"],
    ["DynamoDB_20120810.Nothing", "{}", "com.amazon.coral.service#UnknownOperationException"],
    ["AmazonSQS.GetItem", "{}", "com.amazon.coral.service#UnknownOperationException"],
  ])("%s %s gives %s", async (target, body, type) => {
    const { response, text } = await send(target, body);
    expect(response.status).toBe(400);
    expect(JSON.parse(text).__type).toBe(type);
  });

  it("sends the checksum of the body", async () => {
    const { response, text } = await send("DynamoDB_20120810.ListTables", "{}");
    expect(response.headers.get("x-amz-crc32")).toBe(String(crc32(text)));
    expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.0");
  });
});
