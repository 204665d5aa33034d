import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { batches } from "../../domain/embedding.ts";
import { TemporaryError } from "../../domain/errors.ts";
import type { TableKey } from "../../keys.ts";
import type { Table } from "./table.ts";

/** BatchWriteItem takes 25 items. */
const BATCH = 25;
/** A partition takes about 1 000 write units a second, a 512-number segment costs 3: four batches in flight are 300. */
const IN_FLIGHT = 4;
/** Pauses of 50, 100 … 1 600 ms, 3.2 s in all, before the items that DynamoDB left over are given back to the workflow. */
const TRIES = 7;
const FIRST_PAUSE_MS = 50;

type Item = Record<string, unknown>;
type Write = { PutRequest: { Item: Item } } | { DeleteRequest: { Key: TableKey } };
type BatchTable = Pick<Table, "client" | "name">;

/**
 * Writes items that stand alone, in any order.
 * @param items no two with the same key: DynamoDB refuses a batch that holds one twice
 * @param noun what they are, in the plural
 * @throws TemporaryError when DynamoDB leaves some of them unwritten
 */
export function writeItems(table: Table, items: readonly Item[], noun: string): Promise<void> {
  const puts = items.map((item) => ({ PutRequest: { Item: item } }));
  return writeInBatches(table, puts, noun);
}

/** Deletes items as `writeItems` writes them; those that are not there are no error. */
export function deleteItems(table: BatchTable, keys: readonly TableKey[], noun: string): Promise<void> {
  const deletes = keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
  return writeInBatches(table, deletes, noun);
}

async function writeInBatches(table: BatchTable, writes: readonly Write[], noun: string): Promise<void> {
  const next = batches(writes, BATCH).values();
  const worker = async () => {
    for (const batch of next) await writeAll(table, batch, noun);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}

async function writeAll(table: BatchTable, batch: readonly Write[], noun: string): Promise<void> {
  let left: readonly Write[] = batch;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    const answer = await table.client.send(
      new BatchWriteCommand({ RequestItems: { [table.name]: [...left] } }),
    );
    left = (answer.UnprocessedItems?.[table.name] ?? []) as Write[];
    if (left.length === 0) return;
  }
  throw new TemporaryError("INTERNAL", `DynamoDB left ${left.length} ${noun} unwritten.`);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
