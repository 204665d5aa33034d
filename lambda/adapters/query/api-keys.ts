import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { ApiKeyItem } from "../../contracts/library-items.ts";
import { API_KEY_LIST, apiKeyKey, apiKeyListKeys } from "../../keys.ts";
import type { ApiKeys } from "../../query/ports.ts";
import { held } from "../catalog/conditions.ts";
import { storing } from "../service-errors.ts";
import { listedItems } from "./listed-items.ts";

/** The API keys in the catalog's table. The gate reads them consistently, so that a revoked key stops at once. */
export function dynamoDbApiKeys(client: DynamoDBDocumentClient, tableName: string): ApiKeys {
  const table = { TableName: tableName };
  return {
    create: (key) =>
      storing("Storing an API key", () =>
        held(() =>
          client.send(
            new PutCommand({
              ...table,
              Item: { ...apiKeyKey(key.keyHash), ...apiKeyListKeys(key.createdAt, key.keyHash), ...key },
              ConditionExpression: "attribute_not_exists(pk)",
            }),
          ),
        ),
      ),

    get: (keyHash) =>
      storing("Looking up an API key", async () => {
        const { Item } = await client.send(
          new GetCommand({ ...table, Key: apiKeyKey(keyHash), ConsistentRead: true }),
        );
        return Item === undefined ? undefined : ApiKeyItem.parse(Item);
      }),

    async *list() {
      for await (const item of listedItems({ client, name: tableName }, API_KEY_LIST))
        yield ApiKeyItem.parse(item);
    },

    revoke: (keyHash, at) =>
      storing("Revoking an API key", () =>
        held(() =>
          client.send(
            new UpdateCommand({
              ...table,
              Key: apiKeyKey(keyHash),
              // The first revocation is the one that counts.
              UpdateExpression: "SET revokedAt = if_not_exists(revokedAt, :at)",
              ConditionExpression: "attribute_exists(pk)",
              ExpressionAttributeValues: { ":at": at },
            }),
          ),
        ),
      ),
  };
}
