import type { TableSettings } from "./table-settings.ts";

/** How far back point-in-time recovery can reach. */
export const MAX_PERIOD_DAYS = 35;

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
