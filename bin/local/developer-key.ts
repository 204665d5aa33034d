import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoDbApiKeys } from "../../lambda/adapters/query/api-keys.ts";
import { API_KEY_BYTES, apiKeySecret, isApiKeySecret } from "../../lambda/domain/api-key.ts";
import { apiKeyHash } from "../../lambda/keys.ts";

const NAME = "api-key";

/**
 * The key for whoever runs the host on this computer. It is kept in the data folder, so that what was copied from one
 * start works after the next; it opens this host alone.
 */
export async function developerKey(
  table: DynamoDBDocumentClient,
  tableName: string,
  dataDir: string,
): Promise<string> {
  const path = join(dataDir, NAME);
  const kept = await readFile(path, "utf8").catch(() => "");
  const secret = isApiKeySecret(kept.trim()) ? kept.trim() : apiKeySecret(randomBytes(API_KEY_BYTES));
  // Also for a key that is kept: the table may have begun anew. One that stands there is left as it is.
  await dynamoDbApiKeys(table, tableName).create({
    keyHash: apiKeyHash(secret),
    name: "local developer",
    scopes: ["read", "write"],
    createdAt: new Date().toISOString(),
  });
  await writeFile(path, `${secret}\n`, { mode: 0o600 });
  return secret;
}
