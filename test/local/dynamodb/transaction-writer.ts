import { wallClock } from "../../../local/clock.ts";
import { createDynamoDb } from "../../../local/dynamodb/stand-in.ts";
import { developer } from "../serve.ts";
import { catalogTable, place } from "./catalog-table.ts";

/**
 * Runs as a process of its own that the test kills: moves a hundred items from one value of the index to the next, all in
 * one transaction, again and again. Says on standard output how far it came.
 */
const [dir = "", TableName = ""] = process.argv.slice(2);
const standIn = await createDynamoDb({ dir, clock: wallClock(), place });
await standIn.createTable({ ...catalogTable, TableName });
for (let n = 1; ; n += 1) {
  const TransactItems = Array.from({ length: 100 }, (_, item) => ({
    Put: {
      TableName,
      Item: {
        pk: { S: "P" },
        sk: { S: `${item}` },
        gsi1pk: { S: `G${n}` },
        gsi1sk: { S: `${item}` },
        n: { N: `${n}` },
      },
    },
  }));
  await standIn.execute("TransactWriteItems", { TransactItems }, developer);
  process.stdout.write(`${n}\n`);
}
