import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";
import { ServiceError } from "../service.ts";
import type { DynaliteStore, LevelChange } from "./dynalite.ts";
import { startingWith, tokenKey } from "./keys.ts";

/** The client request tokens of transactions that took effect. They are stored together with these effects. */
export interface TransactionTokens {
  /**
   * Whether this very request took effect already under this token.
   * @throws ServiceError `IdempotentParameterMismatchException` when another request did
   */
  isRepeated(token: string, request: unknown): boolean;
  /** The writes that note the token and forget the expired ones; `noted` after they are stored. */
  changes(token: string, request: unknown): { writes: LevelChange[]; noted: () => void };
}

interface Entry {
  readonly hash: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

const LIFETIME_MS = 10 * 60_000;

/** Reads the tokens that an earlier process stored. */
export async function openTransactionTokens(store: DynaliteStore, clock: Clock): Promise<TransactionTokens> {
  const entries = new Map<string, Entry>();
  const prefix = tokenKey("");
  for await (const [key, value] of store.db.iterator(startingWith(prefix))) {
    entries.set(key.slice(prefix.length), value as Entry);
  }
  return {
    isRepeated(token, request) {
      const known = entries.get(token);
      if (!known || known.until <= clock.now()) return false;
      if (known.hash === hashOf(request)) return true;
      throw new ServiceError("IdempotentParameterMismatchException", "The client token is already in use");
    },
    changes(token, request) {
      const now = clock.now();
      const expired = [...entries].filter(([, { until }]) => until <= now).map(([old]) => old);
      const entry: Entry = { hash: hashOf(request), until: now + LIFETIME_MS };
      return {
        writes: [
          ...expired.map((old): LevelChange => ({ type: "del", key: tokenKey(old) })),
          { type: "put", key: tokenKey(token), value: entry },
        ],
        noted() {
          for (const old of expired) entries.delete(old);
          entries.set(token, entry);
        },
      };
    },
  };
}

/** Equal for requests that differ only in the order of their fields. */
function hashOf(request: unknown): string {
  const sorted = (_key: string, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return createHash("sha256").update(JSON.stringify(request, sorted)).digest("hex");
}
