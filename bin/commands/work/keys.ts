import type { ApiKeyItem } from "../../../lambda/contracts/library-items.ts";
import { createKey, openKeys, revokeKey, stateOf } from "../../cli/api-keys.ts";
import { EXIT } from "../../cli/failure.ts";
import type { Session } from "../../cli/session.ts";
import type { Column } from "../../cli/view/table.ts";

interface CreateOptions {
  readonly name: string;
  readonly scope: readonly string[];
  readonly index?: readonly string[];
  readonly expires?: number;
}

export async function create(session: Session, options: CreateOptions): Promise<number> {
  const { secret, key } = await createKey(session, options);
  if (session.output.json) await session.output.document({ key: secret, ...shownKey(key) });
  else {
    session.output.notice("The key is shown once; what is kept of it opens nothing.");
    await session.output.text(secret);
  }
  return EXIT.fine;
}

export async function list(session: Session): Promise<number> {
  const keys = await openKeys(session);
  const now = session.io.now();
  async function* rows() {
    for await (const key of keys.list()) yield { ...shownKey(key), state: stateOf(key, now) };
  }
  const columns: Column<ReturnType<typeof shownKey> & { state: string }>[] = [
    { head: "ID", of: ({ id }) => id },
    { head: "NAME", of: ({ name }) => name, shrinks: true },
    { head: "SCOPES", of: ({ scopes }) => scopes.join(",") },
    { head: "STATE", of: ({ state }) => state },
    { head: "EXPIRES", of: ({ expiresAt }) => (expiresAt ?? "never").slice(0, 10) },
    { head: "INDEXES", of: ({ indexIds }) => indexIds?.join(",") ?? "all", shrinks: true },
  ];
  const count = await session.output.list(rows(), columns);
  if (count === 0) session.output.notice("There is no key; reelbase keys create makes one.");
  return count === 0 ? EXIT.nothing : EXIT.fine;
}

export async function revoke(session: Session, id: string): Promise<number> {
  const key = await revokeKey(session, id);
  if (session.output.json) await session.output.document(shownKey(key));
  else session.output.notice(`The key ${shownKey(key).id} (${key.name}) opens nothing any more.`);
  return EXIT.fine;
}

/** Digits that name a key, the same as in the API's logs. */
const ID_DIGITS = 12;

function shownKey({ keyHash, ...key }: ApiKeyItem) {
  return { id: keyHash.slice(0, ID_DIGITS), ...key };
}
