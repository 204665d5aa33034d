import { ServiceError } from "../service.ts";
import type { Table } from "./dynalite.ts";
import type { Engine } from "./engine.ts";
import type { TableSettings } from "./table-settings.ts";

/** How far back point-in-time recovery can reach. */
export const MAX_PERIOD_DAYS = 35;

/**
 * A table that is there. The operations about backups have another error for one that is not than all the others.
 *
 * @throws ServiceError `TableNotFoundException`
 */
export async function requireBackedUpTable(engine: Engine, name: string): Promise<Table> {
  const table = await engine.table(name);
  if (table && table.TableStatus !== "DELETING") return table;
  throw new ServiceError("TableNotFoundException", `Table not found: ${name}`);
}

/** The answer of both operations about continuous backups. @param createdSec seconds since 1970 */
export function describeBackups(
  { pointInTimeRecovery, recoveryPeriodDays }: TableSettings,
  createdSec: number,
): object {
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: pointInTimeRecovery
        ? {
            PointInTimeRecoveryStatus: "ENABLED",
            RecoveryPeriodInDays: recoveryPeriodDays ?? MAX_PERIOD_DAYS,
            EarliestRestorableDateTime: createdSec,
          }
        : { PointInTimeRecoveryStatus: "DISABLED" },
    },
  };
}
