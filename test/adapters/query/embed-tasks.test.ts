import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { dynamoDbEmbedTasks } from "../../../lambda/adapters/query/embed-tasks.ts";
import type { EmbedTaskItem } from "../../../lambda/contracts/embed-task-item.ts";
import { VIDEO_SUMMARY_ATTRIBUTES } from "../../../lambda/contracts/library-items.ts";
import { BY_INDEX } from "../../../lambda/keys.ts";
import type { EmbedTasks } from "../../../lambda/query/ports.ts";
import { aCatalog, type TestCatalog } from "../../catalog/table.ts";
import { AT } from "../../factories.ts";

const TABLE = "tasks";
const text = (AttributeName: string) => ({ AttributeName, AttributeType: "S" as const });
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: "HASH" as const },
  { AttributeName: range, KeyType: "RANGE" as const },
];

let catalog: TestCatalog;
let tasks: EmbedTasks;
beforeAll(async () => {
  catalog = await aCatalog();
  await catalog.client.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: keys("pk", "sk"),
      AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk"].map(text),
      GlobalSecondaryIndexes: [
        {
          IndexName: BY_INDEX,
          KeySchema: keys("gsi1pk", "gsi1sk"),
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: [...VIDEO_SUMMARY_ATTRIBUTES] },
        },
      ],
    }),
  );
  tasks = dynamoDbEmbedTasks({ client: catalog.client, name: TABLE });
});
afterAll(() => catalog.close());

const task = (taskId: string, change: Partial<EmbedTaskItem> = {}): EmbedTaskItem => ({
  taskId,
  kind: "video",
  source: { type: "inline" },
  options: ["visual"],
  scopes: ["clip"],
  startSec: 0,
  segmentation: { method: "fixed", durationSec: 6 },
  modelId: "m",
  attempt: 1,
  createdAt: AT,
  updatedAt: AT,
  ...change,
});

test("a task is made once, and again only after it failed", async () => {
  expect(await tasks.begin(task("one"))).toBe(true);
  expect(await tasks.begin(task("one"))).toBe(false);
  await tasks.change(task("one"), { failure: "No." }, AT);
  expect(await tasks.begin(task("one"))).toBe(false);
  expect(await tasks.begin(task("one", { attempt: 2 }))).toBe(true);
  expect(await tasks.find("one")).toEqual(task("one", { attempt: 2 }));
});

test("what an earlier attempt finds out changes nothing", async () => {
  await tasks.begin(task("two"));
  await tasks.change(task("two", { attempt: 2 }), { invocationArn: "arn" }, AT);
  expect(await tasks.find("two")).toEqual(task("two"));
});

test("tasks are listed with all that is known of them, oldest first", async () => {
  await tasks.begin(task("late", { createdAt: "2027-01-02T00:00:00.000Z" }));
  await tasks.begin(task("early", { createdAt: "2027-01-01T00:00:00.000Z" }));
  const listed: EmbedTaskItem[] = [];
  for await (const each of tasks.list()) listed.push(each);
  expect(listed.slice(-2).map(({ taskId }) => taskId)).toEqual(["early", "late"]);
  expect(listed.at(-1)).toEqual(task("late", { createdAt: "2027-01-02T00:00:00.000Z" }));
});
