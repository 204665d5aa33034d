import { type DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { InvocationItem, RunItem } from "../contracts/items.ts";
import { invocationKey, runKey } from "../keys.ts";
import type { Catalog } from "../ports.ts";
import { claiming } from "./catalog/claiming.ts";
import { closing } from "./catalog/closing.ts";
import { invocations } from "./catalog/invocations.ts";
import { leases } from "./catalog/leases.ts";
import { metadata } from "./catalog/metadata.ts";
import { progress } from "./catalog/progress.ts";
import { segments } from "./catalog/segments.ts";
import type { Table } from "./catalog/table.ts";
import { words } from "./catalog/words.ts";
import { storing } from "./service-errors.ts";

/** The catalog in one DynamoDB table. */
export function dynamoDbCatalog(client: DynamoDBDocumentClient, name: string): Catalog {
  const table: Table = {
    client,
    name,
    get: async (key) =>
      (await client.send(new GetCommand({ TableName: name, Key: key, ConsistentRead: true }))).Item,
  };
  const catalog: Catalog = {
    run: async (videoId, runId) => {
      const item = await table.get(runKey(videoId, runId));
      return item === undefined ? undefined : RunItem.parse(item);
    },
    invocation: async (invocationId) => {
      const item = await table.get(invocationKey(invocationId));
      return item === undefined ? undefined : InvocationItem.parse(item);
    },
    ...claiming(table),
    ...leases(table),
    ...progress(table),
    ...metadata(table),
    ...invocations(table),
    ...segments(table),
    ...words(table),
    ...closing(table),
  };
  return guarded(catalog);
}

/** Every method of the catalog says of a failure whether trying again may help. */
function guarded(catalog: Catalog): Catalog {
  const methods = Object.entries(catalog).map(([name, method]) => [
    name,
    (...parameters: unknown[]) =>
      storing(`The catalog's ${name}`, () =>
        (method as (...all: unknown[]) => Promise<unknown>)(...parameters),
      ),
  ]);
  return Object.fromEntries(methods) as Catalog;
}
