import { randomBytes } from "node:crypto";
import { dynamoDbApiKeys } from "../../lambda/adapters/query/api-keys.ts";
import { Scope } from "../../lambda/contracts/api/caller.ts";
import type { ApiKeyItem } from "../../lambda/contracts/library-items.ts";
import { API_KEY_BYTES, apiKeySecret, keyRefusal, MAX_KEY_INDEXES } from "../../lambda/domain/api-key.ts";
import { apiKeyHash, type IndexId } from "../../lambda/keys.ts";
import { tableClient } from "./aws-clients.ts";
import { awsOf, outputOf } from "./connection.ts";
import { CliError, usageError } from "./failure.ts";
import { findIndex, ID } from "./find-index.ts";
import type { Session } from "./session.ts";

/** What a person wants of a new key. */
export interface KeyWishes {
  readonly name: string;
  readonly scope: readonly string[];
  /** Names or ids. */
  readonly index?: readonly string[];
  /** Milliseconds. */
  readonly expires?: number;
}

const ID_PREFIX = /^[0-9a-f]{8,64}$/;

/** The keys in the table. @throws CliError without AWS */
export async function openKeys({ connection }: Session) {
  const aws = awsOf(await connection());
  return dynamoDbApiKeys(await tableClient(aws), outputOf(aws, "TableName"));
}

/** @throws CliError for a scope or an index that is not there */
export async function createKey(
  session: Session,
  { name, scope, index, expires }: KeyWishes,
): Promise<{ secret: string; key: ApiKeyItem }> {
  const scopes = Scope.array()
    .min(1)
    .safeParse([...new Set(scope)]);
  if (!scopes.success) throw usageError("--scope is read, write, or read,write.");
  if (name.trim() === "") throw usageError("--name says whose key it is; it cannot be empty.");
  const indexIds = index && (await indexIdsOf(session, index));
  const keys = await openKeys(session);
  const secret = apiKeySecret(randomBytes(API_KEY_BYTES));
  const now = session.io.now();
  const key: ApiKeyItem = {
    keyHash: apiKeyHash(secret),
    name,
    scopes: scopes.data,
    ...(indexIds === undefined ? {} : { indexIds }),
    createdAt: new Date(now).toISOString(),
    ...(expires === undefined ? {} : { expiresAt: new Date(now + expires).toISOString() }),
  };
  if (!(await keys.create(key))) throw new CliError("The key could not be made; try again.");
  return { secret, key };
}

/** An id is taken as it is: the first key is made when no other opens the API. */
async function indexIdsOf({ api }: Session, names: readonly string[]): Promise<IndexId[]> {
  if (names.length > MAX_KEY_INDEXES)
    throw usageError(`A key is restricted to ${MAX_KEY_INDEXES} indexes at most.`);
  const ids: string[] = [];
  for (const name of names) ids.push(ID.test(name) ? name : (await findIndex(await api(), name))._id);
  return ids as IndexId[];
}

/** @throws CliError when the digits name no key, or several */
export async function revokeKey(session: Session, id: string): Promise<ApiKeyItem> {
  if (!ID_PREFIX.test(id)) throw usageError(`"${id}" is no id of a key; keys ls shows them.`);
  const keys = await openKeys(session);
  const found: ApiKeyItem[] = [];
  for await (const key of keys.list()) if (key.keyHash.startsWith(id)) found.push(key);
  const [only, ...others] = found;
  if (only === undefined) throw new CliError(`There is no key ${id}; keys ls shows them.`);
  if (others.length > 0) throw new CliError(`${id} begins ${found.length} keys; give more digits.`);
  const at = new Date(session.io.now()).toISOString();
  if (!(await keys.revoke(only.keyHash, at))) throw new CliError(`The key ${id} is gone already.`);
  return { ...only, revokedAt: only.revokedAt ?? at };
}

/** In one word. */
export function stateOf(key: ApiKeyItem, nowMs: number): "open" | "revoked" | "expired" {
  const refusal = keyRefusal(key, nowMs);
  return refusal === undefined ? "open" : refusal === "api_key_revoked" ? "revoked" : "expired";
}
