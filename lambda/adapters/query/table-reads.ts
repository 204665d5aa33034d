import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
} from "@aws-sdk/lib-dynamodb";
import { batches } from "../../domain/embedding.ts";
import { TemporaryError } from "../../domain/errors.ts";
import { BY_INDEX, type TableKey } from "../../keys.ts";
import { streaming } from "../service-errors.ts";

/** The catalog's table, as the readers of the library use it. */
export interface LibraryTable {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
}

/** One item, consistently. */
export async function getItem({ client, name }: LibraryTable, key: TableKey) {
  const { Item } = await client.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true }));
  return Item;
}

/** The items of one partition of the GSI, page by page. */
export async function* queryIndex(
  { client, name }: LibraryTable,
  partition: string,
  order: "oldest" | "newest",
): AsyncGenerator<Record<string, unknown>> {
  const pages = paginateQuery(
    { client },
    {
      TableName: name,
      IndexName: BY_INDEX,
      KeyConditionExpression: "gsi1pk = :partition",
      ExpressionAttributeValues: { ":partition": partition },
      ScanIndexForward: order === "oldest",
    },
  );
  for await (const { Items = [] } of streaming("Listing the library", pages)) yield* Items;
}

/** BatchGetItem takes 100 keys. */
const BATCH = 100;
/** Pauses of 50, 100 … 800 ms before the keys that DynamoDB left over are given up. */
const TRIES = 6;
const FIRST_PAUSE_MS = 50;

/** Those of the items that exist, consistently and in no order. @param attributes all of them when left out */
export async function getItems(
  table: LibraryTable,
  keys: readonly TableKey[],
  attributes?: readonly string[],
): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for (const batch of batches(keys, BATCH)) found.push(...(await getBatch(table, batch, attributes)));
  return found;
}

async function getBatch(
  { client, name }: LibraryTable,
  keys: readonly TableKey[],
  attributes: readonly string[] | undefined,
) {
  const shape = attributes === undefined ? {} : projection(attributes);
  const found: Record<string, unknown>[] = [];
  let left: readonly Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    const request = { Keys: [...left], ConsistentRead: true, ...shape };
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [name]: request } }),
    );
    found.push(...(Responses?.[name] ?? []));
    left = UnprocessedKeys?.[name]?.Keys ?? [];
    if (left.length === 0) return found;
  }
  throw new TemporaryError("INTERNAL", `DynamoDB left ${left.length} items unread.`);
}

/** Names go through `#`, as many are reserved. */
function projection(attributes: readonly string[]) {
  return {
    ProjectionExpression: attributes.map((name) => `#${name}`).join(", "),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
