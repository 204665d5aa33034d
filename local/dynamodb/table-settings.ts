import { ServiceError } from "../service.ts";
import type { Table } from "./dynalite.ts";
import type { Engine } from "./engine.ts";
import { settingsKey } from "./keys.ts";

/** What the stand-in keeps about a table beside dynalite's own record. */
export interface TableSettings {
  /** Attribute with the time of expiry. Described only: items do not expire by themselves. */
  readonly timeToLiveAttribute?: string;
  readonly pointInTimeRecovery?: boolean;
  /** Days; described only, there are no backups. */
  readonly recoveryPeriodDays?: number;
  readonly deletionProtection?: boolean;
}

export async function readSettings(engine: Engine, table: string): Promise<TableSettings> {
  return ((await engine.store.db.get(settingsKey(table))) ?? {}) as TableSettings;
}

/** Changes some settings. A setting of `undefined` goes away. */
export async function changeSettings(
  engine: Engine,
  table: string,
  change: { readonly [K in keyof TableSettings]: TableSettings[K] | undefined },
): Promise<void> {
  await engine.store.db.put(settingsKey(table), { ...(await readSettings(engine, table)), ...change });
}

/** @throws ServiceError `ResourceNotFoundException` */
export async function requireTable(engine: Engine, name: string): Promise<Table> {
  const table = await engine.table(name);
  if (table && table.TableStatus !== "DELETING") return table;
  throw new ServiceError(
    "ResourceNotFoundException",
    `Requested resource not found: Table: ${name} not found`,
  );
}
